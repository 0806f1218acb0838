import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { TaskForm } from './task-form';

let fixture: ComponentFixture<TaskForm>;
let server: HttpTestingController;

function write(id: string, text: string): void {
  const field = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`#${id}`)!;
  field.value = text;
  field.dispatchEvent(new Event('input'));
}

async function send(): Promise<void> {
  (fixture.nativeElement as HTMLElement).querySelector('form')!.dispatchEvent(new Event('submit'));
  await settle();
}

/** Lets promises that are already decided run on. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

async function createRequest(): Promise<TestRequest> {
  for (const lookup of server.match(({ url }) => url === '/api/people')) {
    lookup.flush({ items: [{ id: 'bob', name: 'Bob Bee' }] });
  }
  await settle();
  return server.expectOne('/api/tasks');
}

beforeEach(async () => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  server = TestBed.inject(HttpTestingController);
  fixture = TestBed.createComponent(TaskForm);
  await fixture.whenStable();
});

describe(TaskForm.name, () => {
  it('turns a known name into its id', async () => {
    write('task-title', '  Buy milk ');
    write('task-assignee', 'bob bee');
    await send();
    expect((await createRequest()).request.body).toEqual({ title: 'Buy milk', assigneeId: 'bob' });
  });

  it('takes an unknown name as a user id', async () => {
    write('task-title', 'Buy milk');
    write('task-assignee', 'somebody-else');
    await send();
    expect((await createRequest()).request.body).toMatchObject({ assigneeId: 'somebody-else' });
  });

  it('repeats with the same key what may have been stored', async () => {
    write('task-title', 'Buy milk');
    write('task-assignee', 'bob');
    await send();
    const first = await createRequest();
    first.flush({ code: 'unavailable' }, { status: 503, statusText: 'Unavailable' });
    await settle();
    await send();
    const second = await createRequest();
    expect(second.request.headers.get('Idempotency-Key')).toBe(first.request.headers.get('Idempotency-Key'));
  });

  it('sends nothing that lacks a title', async () => {
    write('task-assignee', 'bob');
    await send();
    server.expectNone('/api/tasks');
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('Give the task a title.');
  });
});
