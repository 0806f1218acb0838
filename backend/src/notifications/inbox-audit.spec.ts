import { beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../platform/metrics.js';
import { Troubles, type Trouble } from '../platform/troubles.js';
import { InMemoryPublisher } from '../realtime/in-memory-publisher.js';
import { InMemoryInboxes, InMemoryInboxRepository } from './in-memory-inbox.repository.js';
import { InboxAudit } from './inbox-audit.js';
import { InboxWriter, InboxWriterLimits } from './inbox-writer.js';

describe(InboxAudit.name, () => {
  const inboxes = 250;
  let state: InMemoryInboxes;
  let publisher: InMemoryPublisher;
  let metrics: Metrics;
  let reported: Trouble[];
  let audit: InboxAudit;

  beforeEach(() => {
    state = new InMemoryInboxes();
    for (let i = 0; i < inboxes; i++) state.of(`u-${i}`);
    publisher = new InMemoryPublisher();
    metrics = new Metrics();
    reported = [];
    const troubles = new Troubles();
    troubles.listen((trouble) => reported.push(trouble));
    const repository = new InMemoryInboxRepository(state);
    const writer = new InboxWriter(repository, publisher, metrics, new InboxWriterLimits());
    audit = new InboxAudit(repository, writer, troubles, metrics);
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

  it('begins anew behind the last one', async () => {
    await round();
    state.of('u-0').head.unread = 1;
    await audit.page();
    expect(await drift()).toBe('1');
  });
});
