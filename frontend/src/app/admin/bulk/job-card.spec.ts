import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { JobCard } from './job-card';
import { JobFollower, type FollowedJob } from './job-follower';

const BEGUN: FollowedJob = {
  id: 'j1', status: 'queued', total: 0, done: 0, notified: 0, failed: 0, startedAt: null, finishedAt: null,
};

describe(JobCard.name, () => {
  let fixture: ComponentFixture<JobCard>;

  beforeEach(() => {
    const follower = { rates: () => [], underWay: () => true, failure: () => null };
    TestBed.configureTestingModule({ providers: [{ provide: JobFollower, useValue: follower }] });
    fixture = TestBed.createComponent(JobCard);
    fixture.componentRef.setInput('kind', 'Allocation');
  });

  async function shown(fields: Partial<FollowedJob>): Promise<HTMLElement> {
    fixture.componentRef.setInput('job', { ...BEGUN, ...fields });
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  it('calls a job by its title once that is known, and stays the region of its kind', async () => {
    const card = await shown({});
    expect(card.querySelector('h2')?.textContent).toBe('Allocation');
    await shown({ title: 'Summer lunch' });
    expect(card.querySelector('h2')?.textContent).toBe('Summer lunch');
    expect(card.querySelector('.meta')?.textContent).toContain('Allocation');
    expect(card.getAttribute('aria-label')).toBe('Allocation');
  });

  it('says that it counts for as long as it does, and then how far it came, also when there was nobody', async () => {
    const card = await shown({ status: 'running' });
    expect(card.textContent).toContain('Finding out how many');
    await shown({ status: 'running', done: 3, total: 1_000 });
    expect(card.textContent).toContain('3 of 1,000');
    await shown({ status: 'completed', finishedAt: '2026-05-20T12:00:00.000Z' });
    expect(card.textContent).toContain('0 of 0');
  });
});
