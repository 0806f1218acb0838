import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Job } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { JobFollower } from './job-follower';

const ROUTE = '/api/vouchers/allocations';

function job(fields: Partial<Job>): Job {
  const zero = { total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null };
  return { id: 'j1', status: 'running', ...zero, ...fields };
}

describe(JobFollower.name, () => {
  let follower: JobFollower;
  let server: HttpTestingController;

  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), JobFollower] });
    follower = TestBed.inject(JobFollower);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    server.verify();
    jest.useRealTimers();
  });

  const settle = () => jest.advanceTimersByTimeAsync(0);

  async function answer(fields: Partial<Job>): Promise<void> {
    server.expectOne(`${ROUTE}/j1`).flush(job(fields));
    await settle();
  }

  it('looks until the job is over', async () => {
    follower.follow(ROUTE, 'j1');
    await answer({ done: 100, total: 300 });
    await jest.advanceTimersByTimeAsync(500);
    await answer({ done: 300, total: 300, status: 'completed' });
    expect([follower.job()?.status, follower.underWay(), follower.rates()]).toEqual(['completed', false, [400]]);
    await jest.advanceTimersByTimeAsync(60_000);
  });

  it('goes on looking when the server is away for a while', async () => {
    follower.follow(ROUTE, 'j1');
    server.expectOne(`${ROUTE}/j1`).error(new ProgressEvent('error'));
    await settle();
    expect(follower.failure()?.code).toBe('unreachable');
    await jest.advanceTimersByTimeAsync(3_000);
    await answer({ status: 'completed' });
    expect(follower.failure()).toBeNull();
  });

  it('lets a job go that is gone', async () => {
    follower.follow(ROUTE, 'j1');
    server.expectOne(`${ROUTE}/j1`).flush({ code: 'not_found' }, { status: 404, statusText: 'Not Found' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(follower.failure()?.code).toBe('not_found');
  });

  it('looks at once at what it cancelled or tried again', async () => {
    follower.follow(ROUTE, 'j1');
    await answer({ status: 'failed' });
    const retried = follower.retry();
    server.expectOne(`${ROUTE}/j1/retry`).flush(job({ status: 'queued' }));
    await settle();
    await answer({ status: 'cancelled' });
    await retried;
    expect(follower.job()?.status).toBe('cancelled');
  });

  it('drops the answer about a job that was left', async () => {
    follower.follow(ROUTE, 'j1');
    const request = server.expectOne(`${ROUTE}/j1`);
    follower.leave();
    request.flush(job({}));
    await settle();
    expect(follower.job()).toBeNull();
  });
});
