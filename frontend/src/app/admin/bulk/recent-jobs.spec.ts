import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Job, ListedJob } from '@eventide/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { JobFollower } from './job-follower';
import { RecentJobs } from './recent-jobs';

const LUNCH: ListedJob = {
  id: 'j1', status: 'completed', total: 1_200, done: 1_200, notified: 1_197, failed: 3, startedAt: null, finishedAt: null,
  title: 'Lunch', owner: 'Ada Admin', createdAt: '2026-05-20T12:00:00.000Z',
};

describe(RecentJobs.name, () => {
  const followed = signal<Job | null>(null);
  let fixture: ComponentFixture<RecentJobs>;

  beforeEach(() => {
    followed.set(null);
    const follower = { job: followed, stage: () => followed()?.status };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: JobFollower, useValue: follower },
      ],
    });
    fixture = TestBed.createComponent(RecentJobs);
    fixture.componentRef.setInput('route', '/api/imports');
    fixture.componentRef.setInput('counted', 'rows');
  });

  async function answer(items: ListedJob[]): Promise<string> {
    TestBed.tick();
    TestBed.inject(HttpTestingController).expectOne('/api/imports').flush({ items });
    await new Promise<void>((resolve) => setTimeout(resolve));
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent.replaceAll(/\s+/g, ' ');
  }

  const link = () => (fixture.nativeElement as HTMLElement).querySelector('a')!;

  it('shows what was done, by whom, and how it went, and leads there', async () => {
    const words = await answer([LUNCH, { ...LUNCH, id: 'j2', status: 'failed', title: null, owner: null, total: 0, failed: 0 }]);
    expect(words).toMatch(/Lunch ?Completed.*Ada Admin.*1,200 of 1,200 rows, 3 failed/);
    expect(words).toMatch(/Without a title ?Failed.*Somebody who is gone/);
    expect(words).not.toContain('of 0');
    expect([link().getAttribute('href'), link().getAttribute('aria-current')]).toEqual(['/?job=j1', null]);
  });

  it('says so when there is nothing yet', async () => {
    expect(await answer([])).toContain('Nothing yet.');
  });

  it('is read again when the job of the page goes on, and shows that one as it is by now', async () => {
    await answer([]);
    followed.set({ ...LUNCH });
    expect(await answer([{ ...LUNCH, status: 'running', done: 7 }])).toMatch(/Completed.*1,200 of 1,200/);
    expect(link().getAttribute('aria-current')).toBe('true');
  });
});
