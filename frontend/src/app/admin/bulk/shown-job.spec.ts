import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, type NavigationExtras } from '@angular/router';
import type { Job } from '@eventide/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Session } from '../../core/session';
import { JobFollower } from './job-follower';
import { ShownJob } from './shown-job';

const ROUTE = '/api/imports';

describe(ShownJob.name, () => {
  const inAddress = signal<string | undefined>(undefined);
  const userId = signal('admin');
  let followed: (string | null)[];

  beforeEach(() => {
    inAddress.set(undefined);
    userId.set('admin');
    followed = [];
    TestBed.configureTestingModule({
      providers: [
        { provide: Session, useValue: { user: () => ({ id: userId() }) } },
        {
          provide: Router,
          useValue: {
            navigate: (_path: unknown, { queryParams }: NavigationExtras) => {
              inAddress.set((queryParams?.['job'] as string | null) ?? undefined);
              return Promise.resolve(true);
            },
          },
        },
        {
          provide: JobFollower,
          useValue: {
            follow: (_route: string, id: string) => followed.push(id),
            leave: () => followed.push(null),
          },
        },
      ],
    });
  });

  /** The page, opened; each call is another visit. */
  function visit(): ShownJob {
    const page = TestBed.runInInjectionContext(() => new ShownJob());
    TestBed.runInInjectionContext(() => page.connect(ROUTE, inAddress));
    TestBed.tick();
    return page;
  }

  it('shows the job in the address', () => {
    inAddress.set('j1');
    visit();
    expect(followed).toEqual(['j1']);
  });

  it('shows again, on the way back, what it showed before', () => {
    visit().begin({ id: 'j1' } as Job);
    expect(inAddress()).toBe('j1');
    inAddress.set(undefined);
    followed.splice(0);
    visit();
    TestBed.tick();
    expect(followed).toContain('j1');
  });

  it('shows nothing of what was put away, or of somebody else', () => {
    const page = visit();
    page.begin({ id: 'j1' } as Job);
    page.clear();
    followed.splice(0);
    visit();
    expect(followed).toEqual([]);

    page.begin({ id: 'j2' } as Job);
    inAddress.set(undefined);
    userId.set('other');
    followed.splice(0);
    visit();
    expect(followed).toEqual([]);
  });
});
