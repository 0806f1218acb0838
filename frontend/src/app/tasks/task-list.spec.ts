import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Task } from '@eventide/contracts';
import { describe, expect, it } from '@jest/globals';
import { TaskList, newestFirst } from './task-list';
import { whoAskedWhom } from './task-card';

function task(id: string, createdAt = '2026-01-01T00:00:00.000Z', people: Partial<Task> = {}): Task {
  const names = { creatorId: 'ann', creatorName: 'Ann', assigneeId: 'bob', assigneeName: 'Bob' };
  return { id, title: `Task ${id}`, createdAt, ...names, ...people };
}

describe(newestFirst.name, () => {
  it('orders by age and shows nothing twice', () => {
    const older = task('1', '2026-01-01T00:00:00.000Z');
    const newer = task('2', '2026-02-01T00:00:00.000Z');
    expect(newestFirst([older, newer, older]).map(({ id }) => id)).toEqual(['2', '1']);
  });
});

describe(whoAskedWhom.name, () => {
  it('speaks to the reader', () => {
    expect(whoAskedWhom(task('1'), 'ann')).toBe('You asked Bob');
    expect(whoAskedWhom(task('1'), 'bob')).toBe('Ann asked you');
    expect(whoAskedWhom(task('1', undefined, { assigneeId: 'ann' }), 'ann')).toBe('Your own task');
  });
});

describe(TaskList.name, () => {
  function listWithServer() {
    TestBed.configureTestingModule({ providers: [TaskList, provideHttpClient(), provideHttpClientTesting()] });
    return { list: TestBed.inject(TaskList), server: TestBed.inject(HttpTestingController) };
  }

  it('keeps what it holds when a refresh fails', async () => {
    const { list, server } = listWithServer();
    const first = list.refresh();
    server.expectOne('/api/tasks').flush({ items: [task('1')] });
    await first;
    const second = list.refresh();
    server.expectOne('/api/tasks').error(new ProgressEvent('error'));
    await second;
    expect([list.state(), list.items().length, list.failure()?.code]).toEqual(['ready', 1, 'unreachable']);
  });

  it('ignores an answer that a later question overtook', async () => {
    const { list, server } = listWithServer();
    const first = list.refresh();
    const second = list.refresh();
    const [early, late] = server.match('/api/tasks');
    late!.flush({ items: [task('new')] });
    await second;
    early!.flush({ items: [task('old')] });
    await first;
    expect(list.items().map(({ id }) => id)).toEqual(['new']);
  });
});
