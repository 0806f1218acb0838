import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../platform/domain-error.js';
import { Leases } from '../platform/leases.js';
import { Metrics } from '../platform/metrics.js';
import { Troubles, type Trouble } from '../platform/troubles.js';
import { InMemoryPublisher } from '../realtime/in-memory-publisher.js';
import { InMemoryInboxes, InMemoryInboxRepository } from './in-memory-inbox.repository.js';
import { InboxAudit } from './inbox-audit.js';
import type { Recount } from './inbox.repository.js';
import { InboxWriter, InboxWriterLimits } from './inbox-writer.js';

/** Held or not as a test says. */
class GivenLeases extends Leases {
  constructor(private readonly held: () => boolean) {
    super();
  }

  override async hold(): Promise<boolean> {
    return this.held();
  }

  override async release(): Promise<void> {}
}

/** Counts only what it is allowed to. */
class ReluctantRepository extends InMemoryInboxRepository {
  constructor(
    state: InMemoryInboxes,
    private readonly countable: (userIds: readonly string[]) => boolean,
  ) {
    super(state);
  }

  override async recount(after: string, limit: number): Promise<Recount[]> {
    const page = await super.recount(after, limit);
    if (!this.countable(page.map(({ userId }) => userId))) throw new DomainError('unavailable');
    return page;
  }
}

describe(InboxAudit.name, () => {
  const inboxes = 250;
  let state: InMemoryInboxes;
  let publisher: InMemoryPublisher;
  let metrics: Metrics;
  let reported: Trouble[];
  let audit: InboxAudit;
  let held: boolean;
  let countable: (userIds: readonly string[]) => boolean;

  beforeEach(() => {
    state = new InMemoryInboxes();
    for (let i = 0; i < inboxes; i++) state.of(`u-${i}`);
    publisher = new InMemoryPublisher();
    metrics = new Metrics();
    reported = [];
    const troubles = new Troubles();
    troubles.listen((trouble) => reported.push(trouble));
    const repository = new ReluctantRepository(state, (userIds) => countable(userIds));
    const writer = new InboxWriter(repository, publisher, metrics, new InboxWriterLimits());
    held = true;
    countable = () => true;
    audit = new InboxAudit(repository, writer, troubles, new GivenLeases(() => held), metrics);
  });

  const round = async () => {
    for (let page = 0; page < 3; page++) await audit.page();
  };
  const drift = async () => /^eventide_count_drift_total (\d+)$/m.exec(await metrics.text())?.[1];

  it('reports nothing and writes nothing while all counts are right', async () => {
    await round();
    expect(await metrics.text()).toContain(`eventide_audited_inboxes_total ${inboxes}`);
    expect([await drift(), reported, publisher.frames]).toEqual(['0', [], []]);
  });

  it('finds every wrong count, sets it right and tells connected devices', async () => {
    for (const userId of ['u-0', 'u-150', 'u-99']) state.of(userId).head.unread = 3;
    await round();
    expect([await drift(), reported]).toEqual(['3', Array(3).fill('count_drifted')]);
    expect(publisher.frames).toMatchObject(['u-0', 'u-150', 'u-99'].map((userId) => ({ userId, payload: { prev: 0, seq: 1, unread: 0 } })));
  });

  /** As it runs by itself: a page that fails is followed by the next all the same. */
  const pages = async (count: number) => {
    for (let page = 0; page < count; page++) await audit.page().catch(() => undefined);
  };

  it('goes on with fewer at once when a page can’t be counted in time, and then with more again', async () => {
    for (const userId of ['u-0', 'u-150', 'u-99']) state.of(userId).head.unread = 3;
    let largest = 0;
    countable = ({ length }) => length <= 30 && (largest = Math.max(largest, length)) > 0;
    await pages(40);
    expect([await drift(), largest]).toEqual(['3', 25]);
    countable = () => true;
    await pages(4);
    expect(await metrics.text()).toMatch(/eventide_audited_inboxes_total [3-9]\d\d/);
  });

  it('leaves out an inbox that can’t be counted at all, and reaches those behind it', async () => {
    for (const userId of ['u-0', 'u-150', 'u-99']) state.of(userId).head.unread = 3;
    countable = (userIds) => !userIds.includes('u-150');
    await pages(60);
    expect([await drift(), state.of('u-150').head.unread]).toEqual(['2', 3]);
  });

  it('leaves the work to the process that holds the lease', async () => {
    state.of('u-0').head.unread = 3;
    held = false;
    await round();
    expect([await drift(), publisher.frames]).toEqual(['0', []]);
    held = true;
    await round();
    expect(await drift()).toBe('1');
  });

  it('begins anew behind the last one', async () => {
    await round();
    state.of('u-0').head.unread = 1;
    await audit.page();
    expect(await drift()).toBe('1');
  });
});
