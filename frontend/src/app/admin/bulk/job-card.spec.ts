import { inputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { expect, it } from '@jest/globals';
import { JobCard } from './job-card';
import { JobFollower, type FollowedJob } from './job-follower';

const BEGUN: FollowedJob = {
  id: 'j1', status: 'queued', total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null,
};

it('calls a job by its title once that is known, and stays the region of its kind', async () => {
  const job = signal(BEGUN);
  const follower = { rates: () => [], underWay: () => true, failure: () => null };
  TestBed.configureTestingModule({ providers: [{ provide: JobFollower, useValue: follower }] });
  const bindings = [inputBinding('job', job), inputBinding('kind', () => 'Allocation')];
  const fixture = TestBed.createComponent(JobCard, { bindings });
  const card = fixture.nativeElement as HTMLElement;
  await fixture.whenStable();
  expect(card.querySelector('h2')?.textContent).toBe('Allocation');
  job.set({ ...BEGUN, title: 'Summer lunch' });
  await fixture.whenStable();
  expect(card.querySelector('h2')?.textContent).toBe('Summer lunch');
  expect(card.querySelector('.meta')?.textContent).toContain('Allocation');
  expect(card.getAttribute('aria-label')).toBe('Allocation');
});
