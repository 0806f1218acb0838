import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import type { Job } from '@eventide/contracts';
import { describe, expect, it } from '@jest/globals';
import { JobCard } from './job-card';
import { JobFollower } from './job-follower';

const JOB: Job = { id: 'j1', status: 'running', total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null };

describe(JobCard.name, () => {
  function said(fields: Partial<Job>): string {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), JobFollower] });
    const card = TestBed.createComponent(JobCard);
    card.componentRef.setInput('heading', 'Allocation');
    card.componentRef.setInput('job', { ...JOB, ...fields });
    card.detectChanges();
    return (card.nativeElement as HTMLElement).textContent;
  }

  it('says that it counts for as long as it does', () => {
    expect(said({})).toContain('Finding out how many');
  });

  it('says how far it came', () => {
    expect(said({ done: 3, total: 1_000 })).toContain('3 of 1,000');
  });

  it('says that there was nobody when it is over', () => {
    expect(said({ status: 'completed', finishedAt: '2026-05-20T12:00:00.000Z' })).toContain('0 of 0');
  });
});
