import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Cursor } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const PEOPLE = ['ada', 'ben', 'cleo', 'dan'];
const NODES = 2;
const LEAST_SENT = 20;

/** A device that goes to the other node whenever its connection ends, with the cursor that it holds. */
class Roamer {
  /** Ids in the order in which they were applied. */
  readonly applied: string[] = [];
  /** Frames at or below the cursor, or behind a hole. */
  readonly odd: unknown[] = [];
  cursor: Partial<Cursor> = {};
  #staying = true;
  readonly #stay: Promise<void>;

  constructor(
    private readonly cluster: TestCluster,
    private readonly userId: string,
    private node: number,
  ) {
    this.#stay = this.#roam();
  }

  async stop(): Promise<void> {
    this.#staying = false;
    await this.#stay;
  }

  async #roam(): Promise<void> {
    for (; this.#staying; this.node = (this.node + 1) % NODES) {
      const auth = { token: await this.cluster.token(this.userId), ...this.cursor };
      const device = this.cluster.connect(this.node, { auth });
      let applied = 0;
      const over = () => {
        for (const each of device.received.slice(applied)) this.#apply(each);
        applied = device.received.length;
        return !this.#staying || device.ended !== undefined || device.refusal !== undefined;
      };
      await eventually('the end of a connection', over, 60_000);
      device.close();
    }
  }

  #apply({ event, payload }: TestDevice['received'][number]): void {
    if (event === 'sync') {
      const ids = payload.changes.flatMap((change) => (change.kind === 'updated' ? [change.notification.id] : []));
      this.applied.push(...ids);
      this.cursor = { epoch: payload.epoch, inbox: payload.inbox, all: payload.all };
    } else if (event === 'newNotification') {
      if (payload.prev !== this.cursor.inbox) this.odd.push({ payload, cursor: this.cursor });
      this.applied.push(payload.id);
      this.cursor.inbox = payload.seq;
    } else if (event === 'notificationChanged') {
      if (payload.prev !== this.cursor.inbox) this.odd.push({ payload, cursor: this.cursor });
      this.applied.push(...payload.changes.flatMap((change) => (change.kind === 'updated' ? [change.notification.id] : [])));
      this.cursor.inbox = payload.seq;
    }
  }
}

describe('two nodes that are restarted one after the other', () => {
  let cluster: TestCluster;
  let roamers: Map<string, Roamer[]>;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: NODES });
    roamers = new Map(PEOPLE.map((userId) => [userId, [new Roamer(cluster, userId, 0), new Roamer(cluster, userId, 1)]]));
  });
  afterAll(async () => {
    await Promise.all([...roamers.values()].flat().map((roamer) => roamer.stop()));
    await cluster.stop();
  });

  /** Sends until it is told to stop, each one again with its key, and to the other node, until it is acknowledged. */
  async function load(userId: string, going: (sent: number) => boolean): Promise<string[]> {
    const token = await cluster.token('admin', { roles: ['admin'] });
    const ids: string[] = [];
    for (let turn = 0; going(ids.length); turn += 1) {
      const key = randomUUID();
      let node = turn;
      ids.push(await eventually('an acknowledgement', () => send(userId, key, token, node++ % NODES), 20_000));
    }
    return ids;
  }

  async function send(to: string, key: string, token: string, node: number): Promise<string | null> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    const body = JSON.stringify({ to, type: 't', title: 't', message: 'm' });
    const url = `${cluster.node(node).url}/api/notifications`;
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    if (response?.status !== 201) return null;
    const { items } = (await response.json()) as { items: { id: string }[] };
    return items[0]?.id ?? null;
  }

  it('lose nothing and duplicate nothing under load', async () => {
    let restarting = true;
    const loads = PEOPLE.map((userId) => load(userId, (sent) => restarting || sent < LEAST_SENT));
    try {
      for (const node of cluster.nodes) {
        expect(await node.stop()).toBe(0);
        await node.start();
      }
    } finally {
      restarting = false;
    }
    const acknowledged = await Promise.all(loads);
    for (const [index, userId] of PEOPLE.entries()) {
      const sent = acknowledged[index]!;
      const stored = await cluster.db.collection('notifications').find({ userId }).sort({ seq: 1 }).toArray();
      expect(stored.map(({ _id }) => String(_id))).toEqual(sent);
      for (const roamer of roamers.get(userId)!) {
        await eventually('the last place', () => roamer.cursor.inbox === sent.length);
        expect(roamer.odd).toEqual([]);
        expect(roamer.applied).toEqual(sent);
      }
    }
  });
});
