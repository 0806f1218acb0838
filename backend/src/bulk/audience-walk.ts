import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Audience } from '@eventide/contracts';
import { PeopleRepository, type AudienceMember } from '../auth/people.repository.js';
import type { JobRun } from '../jobs/job-processor.js';
import type { Addressed } from '../notifications/drafts.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { onceKey } from '../platform/idempotency.js';
import type { Insert } from '../platform/mongo.js';
import { LateErasure } from './late-erasure.js';

/** People who are told in one transaction. */
const PAGE = 500;

/** What is written for a page of people. */
export interface PageWrite {
  sends: readonly Addressed[];
  alongside?: readonly Insert[];
}

/** A page that is committed: people behind the id `after` up to and with `last`. */
export interface CommittedPage {
  after: string;
  last: string;
  /** An earlier run had written it, and ended before it could say so. */
  isRepeated: boolean;
}

export interface PageStep {
  write: (members: readonly AudienceMember[]) => PageWrite;
  /** Called after each commit; again for a page of which it is not known whether it was called. */
  committed?: (page: CommittedPage) => Promise<void>;
}

/** What a page's record says: whom it concerned, and which run wrote it. */
interface PageRecord {
  [field: string]: string | number;
  last: string;
  count: number;
  run: string;
}

/**
 * Tells an audience something, a page of people at a time, in the order of their ids. What belongs to a page commits in
 * one transaction with its notifications and a record of the page, so a run that begins where another one ended, or a
 * little earlier, tells nobody twice.
 */
@Injectable()
export class AudienceWalk {
  constructor(
    private readonly people: PeopleRepository,
    private readonly notifications: NotificationsService,
    private readonly lateErasure: LateErasure,
  ) {}

  /** The cursor of the job is the id of the last person who was told. */
  async run(run: JobRun, audience: Audience, { write, committed }: PageStep): Promise<void> {
    const runId = randomUUID();
    let after = typeof run.job.cursor === 'string' ? run.job.cursor : '';
    if (run.job.cursor === null) await run.progress({ total: await this.people.count(audience) }, after);
    for (;;) {
      const members = await this.people.matching(audience, after, PAGE);
      const end = members.at(-1)?.id;
      if (end === undefined) break;
      const page = await this.deliver(run.job.id, after, write(members), { last: end, count: members.length, run: runId });
      await this.lateErasure.of(members.map(({ id }) => id));
      await committed?.({ after, last: page.last, isRepeated: page.run !== runId });
      const done = run.job.done + page.count;
      await run.progress({ total: Math.max(run.job.total, done), done, notified: done }, page.last);
      after = page.last;
    }
    // People may have left the audience meanwhile.
    await run.progress({ total: run.job.done });
  }

  /** @returns what is recorded of the page; by an earlier run, if one wrote it */
  private deliver(jobId: string, after: string, write: PageWrite, record: PageRecord): Promise<PageRecord> {
    const once = onceKey('job', jobId, `page after ${after}`, null);
    return this.notifications.deliver({ ...write, once, answer: () => record, lane: 'bulk' });
  }
}
