import { inputBinding, signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { JobCard } from './job-card';
import { JobFollower, type FollowedJob } from './job-follower';

const BEGUN: FollowedJob = {
  id: 'j1', status: 'queued', total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null,
};

describe(JobCard.name, () => {
  const job = signal(BEGUN);

  function show(fields: Partial<FollowedJob>): ComponentFixture<JobCard> {
    const follower = { rates: () => [], underWay: () => true, failure: () => null };
    TestBed.configureTestingModule({ providers: [{ provide: JobFollower, useValue: follower }] });
    job.set({ ...BEGUN, ...fields });
    return TestBed.createComponent(JobCard, { bindings: [inputBinding('job', job), inputBinding('kind', () => 'Allocation')] });
  }

  it('calls a job by its title once that is known, and stays the region of its kind', async () => {
    const fixture = show({});
    const card = fixture.nativeElement as HTMLElement;
    await fixture.whenStable();
    expect(card.querySelector('h2')?.textContent).toBe('Allocation');
    job.set({ ...BEGUN, title: 'Summer lunch' });
    await fixture.whenStable();
    expect(card.querySelector('h2')?.textContent).toBe('Summer lunch');
    expect(card.querySelector('.meta')?.textContent).toContain('Allocation');
    expect(card.getAttribute('aria-label')).toBe('Allocation');
  });

  it.each<[what: string, fields: Partial<FollowedJob>, words: string]>([
    ['that it counts, for as long as it does', { status: 'running' }, 'Finding out how many'],
    ['how far it came', { status: 'running', done: 3, total: 1_000 }, '3 of 1,000'],
    ['that there was nobody, when it is over', { status: 'completed', finishedAt: '2026-05-20T12:00:00.000Z' }, '0 of 0'],
  ])('says %s', async (_what, fields, words) => {
    const fixture = show(fields);
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).textContent).toContain(words);
  });
});
