import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { StepProgress, TitledJob } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { EventStreams, type StreamNews } from '../../core/event-streams';
import { ImportsPage } from './imports-page';

const ZERO = { total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null };

describe(ImportsPage.name, () => {
  let fixture: ComponentFixture<ImportsPage>;
  let server: HttpTestingController;
  let stream: Subject<StreamNews<StepProgress>>;

  beforeEach(() => {
    jest.useFakeTimers();
    stream = new Subject();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: EventStreams, useValue: { open: () => stream } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(ImportsPage);
  });

  afterEach(() => void jest.useRealTimers());

  const page = () => fixture.nativeElement as HTMLElement;
  const uploaded = () => server.expectOne({ method: 'POST', url: '/api/imports' });
  const settle = () => jest.advanceTimersByTimeAsync(10);
  const step = (fields: Partial<StepProgress>) =>
    stream.next({
      kind: 'event',
      data: { step: 'UPLOADING_AREA', state: 'running', done: 0, total: 0, errors: 0, ...fields },
    });

  function button(words: string): HTMLButtonElement {
    return [...page().querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words)!;
  }

  async function choose(name: string): Promise<void> {
    await settle();
    const field = page().querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(field, 'files', { value: [new File(['x'], name)] });
    field.dispatchEvent(new Event('change'));
    await settle();
  }

  async function answer(fields: Partial<TitledJob>): Promise<void> {
    await jest.advanceTimersByTimeAsync(500);
    server.expectOne('/api/imports/i1').flush({ id: 'i1', status: 'running', ...ZERO, ...fields });
    await settle();
  }

  it('sends the workbook and shows its steps', async () => {
    await choose('company.xlsx');
    button('Start upload').click();
    uploaded().flush({ id: 'i1', status: 'queued', ...ZERO });
    await settle();
    step({ step: 'UPLOADING_AREA' });
    await answer({ title: 'company.xlsx' });
    expect(page().textContent).toMatch(/Progress.*company\.xlsx.*Checking every cell …/s);
    await answer({ total: 10, done: 4 });
    step({ step: 'UPLOADING_AREA', state: 'done', done: 4, total: 4 });
    step({ step: 'UPLOADING_DEPARTMENT', done: 1, total: 6, errors: 1 });
    await settle();
    const steps = [...page().querySelectorAll('li')].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' '));
    expect(steps).toHaveLength(8);
    expect(steps[0]).toContain('4 of 4');
    expect(steps[1]).toMatch(/Under way.*1 of 6.*1 error/);
    expect(page().textContent).toContain('Importing …');
  });

  it('refuses what is no workbook without sending it', async () => {
    await choose('holiday.jpg');
    button('Start upload').click();
    expect(page().textContent).toContain('Choose an .xlsx workbook');
    server.expectNone({ method: 'POST' });
  });

  it('stops an upload', async () => {
    await choose('company.xlsx');
    button('Start upload').click();
    await settle();
    button('Cancel').click();
    expect(uploaded().cancelled).toBe(true);
  });

  it('cancels an import, and tells what was wrong with it', async () => {
    fixture.componentRef.setInput('job', 'i1');
    await answer({});
    button('Cancel').click();
    server.expectOne('/api/imports/i1/cancel').flush(null);
    await answer({ status: 'cancelled', finishedAt: '2026-05-20T12:00:00.000Z' });
    server.expectOne('/api/imports/i1/errors').flush('sheet,row,column,value,problem\r\nAreas,2,code,,is missing\r\n');
    await settle();
    expect(page().textContent).toMatch(/Cancelled\..*1 cell can’t be imported.*Areas.*is missing/s);
    button('Retry').click();
    server.expectOne({ method: 'POST', url: '/api/imports/i1/retry' });
  });

  it('shows the end of an import although its line broke just before', async () => {
    fixture.componentRef.setInput('job', 'i1');
    await answer({});
    step({ state: 'running', done: 1, total: 2 });
    await answer({ status: 'completed', total: 2, done: 2, finishedAt: '2026-05-20T12:00:00.000Z' });
    stream.next({ kind: 'interrupted' });
    stream.next({ kind: 'connected' });
    step({ state: 'done', done: 2, total: 2 });
    step({ step: 'COMPLETED', state: 'done', done: 2, total: 2 });
    await settle();
    const [areas] = [...page().querySelectorAll('li')].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' '));
    expect(areas).toMatch(/Done.*2 of 2/);
    expect(stream.observed).toBe(false);
  });
});
