import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_EVENTS, type Job, type Me, type Notification, type NotificationList, type Page, type Task, type TaskComment, type Voucher } from '@eventide/contracts';
import { documentedRoutes, type DocumentedRoute } from './documented-routes.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import { eventually } from './eventually.js';
import { fittingValue } from './fitting-values.js';
import { Random } from './random.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';
import type { TestStream } from './test-stream.js';

const PEOPLE = 6;
const TURNS_PER_ROUTE = 8;
const EVENTS = 200;
const AT_ONCE = 8;
const ROLES = [['user'], ['user', 'manager'], ['user', 'publisher']];
/** Everybody has a voucher of this code. */
const CODE = 'SHARED';

/** What a person has, as nobody else may see it. */
interface Belongings {
  notifications: Notification[];
  vouchers: Voucher[];
  tasks: Task[];
  comments: TaskComment[];
  me: Me;
}

interface Owner {
  id: string;
  token: string;
  api: TestApi;
  /** Marks all that is this person's; nobody else ever writes it. */
  secret: string;
  /** What others may come to know, and try: ids, addresses, keys, places. */
  handles: string[];
  devices: TestDevice[];
  streams: TestStream[];
  taskId: string;
  before: Belongings;
}

describe('of two random people, of whom one tries every id of the other,', () => {
  const { seed } = Random.fromEnvironment();
  let cluster: TestCluster;
  let admin: TestApi;
  let routes: DocumentedRoute[];
  let people: Owner[];

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    admin = await cluster.admin();
    routes = await documentedRoutes(admin);
    people = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => settle(`person-${index}`, ROLES[index % ROLES.length] ?? [])));
  });
  afterAll(() => cluster.stop());

  /** Somebody with something of each kind. */
  async function settle(id: string, roles: string[]): Promise<Owner> {
    const [secret, email, key] = [`secret-${randomUUID()}`, `${id}@pairs.test`, `key-${id}`];
    const [token, api] = [await cluster.token(id, { roles }), await cluster.as(id, { roles })];
    await admin.expect('PUT', `/api/users/${id}`, { name: id, email, department: secret, roles });
    const task = await api.expect<Task>('POST', '/api/tasks', { title: secret, assigneeId: id }, { 'idempotency-key': key });
    await api.expect('POST', '/api/comments', { taskId: task.id, text: secret });
    await tell(id, secret);
    const allocation = { voucher: { code: CODE, title: secret, amount: 1, currency: 'EUR' }, criteria: { userIds: [id] }, notifyManagers: false };
    const job = await admin.expect<Job>('POST', '/api/vouchers/allocations', allocation);
    const before = await eventually('the voucher and its notification', async () => {
      const own = await belongings(api, task.id);
      return own.vouchers.length === 1 && own.notifications.length === 2 ? own : null;
    });
    const { next } = await api.expect<NotificationList>('GET', '/api/notifications?limit=1');
    const { epoch } = await api.sync();
    const ids = [before.notifications, before.vouchers, before.tasks, before.comments].flat().map((each) => each.id);
    return {
      id, token, api, secret, before,
      taskId: task.id,
      handles: [id, email, key, CODE, token, epoch, job.id, next ?? '', ...ids],
      devices: [await cluster.device(id), await cluster.device(id)],
      streams: await Promise.all(['vouchers', 'signals'].map((name) => cluster.stream(id, { roles, path: `/api/${name}/stream` }))),
    };
  }

  async function tell(id: string, secret: string): Promise<void> {
    await admin.notify(id, { title: secret, message: secret, link: `/${secret}`, data: { secret }, actor: { id, name: secret } });
  }

  async function belongings(api: TestApi, taskId: string): Promise<Belongings> {
    const { items: notifications } = await api.expect<NotificationList>('GET', '/api/notifications?limit=100');
    const { items: vouchers } = await api.expect<Page<Voucher>>('GET', '/api/vouchers');
    const { items: tasks } = await api.expect<{ items: Task[] }>('GET', '/api/tasks');
    const { items: comments } = await api.expect<{ items: TaskComment[] }>('GET', `/api/tasks/${taskId}/comments`);
    return { notifications, vouchers, tasks, comments, me: await api.expect<Me>('GET', '/api/me') };
  }

  /** @throws Error when the reader was shown what is another's */
  function assertOwn(reader: Owner, shown: string, asked: unknown): void {
    const owner = people.find(({ id, secret }) => id !== reader.id && shown.includes(secret));
    if (owner) throw new Error(`${reader.id} saw what is ${owner.id}'s. Asked: ${JSON.stringify(asked).slice(0, 500)}; shown: ${shown.slice(0, 500)}`);
  }

  function pair(random: Random): [thief: Owner, owner: Owner] {
    const thief = random.pick(people);
    return [thief, random.pick(people.filter((each) => each !== thief))];
  }

  /** What a turn chooses depends on the seed and the turn alone. */
  async function inTurns(count: number, attempt: (random: Random, turn: number) => Promise<void>): Promise<void> {
    const turns = Array.from({ length: count }).keys();
    const lane = async () => {
      for (const turn of turns) {
        await attempt(new Random(Math.imul(seed + turn, 0x9e3779b1)), turn).catch((cause: unknown) => {
          throw new Error(`To repeat: TEST_SEED=${seed} (turn ${turn})`, { cause });
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  /** One asks with what is the other's wherever it fits. @returns the status */
  async function ask(random: Random, { method, path, operation }: DocumentedRoute): Promise<number> {
    const [thief, { id, handles }] = pair(random);
    const filled = path.replace('{id}', () => encodeURIComponent(random.pick(handles)));
    const query = new URLSearchParams();
    for (const { name, in: place, schema } of operation.parameters ?? []) {
      // A ticket stands for a token: whoever has it may come in.
      if (place === 'query' && name !== 'ticket' && random.chance(0.5)) query.set(name, String(fittingValue(random, schema, [...handles, '1'])));
    }
    const schema = operation.requestBody?.content['application/json']?.schema;
    const body = schema && JSON.stringify(fittingValue(random, schema, handles));
    const response = await fetch(`${cluster.node(0).url}${filled}?${query.toString()}`, {
      method,
      headers: {
        authorization: `Bearer ${thief.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(random.chance(0.5) && { 'idempotency-key': `key-${id}` }),
      },
      body,
    });
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    assertOwn(thief, await (isStream ? beginning(response, path === '/api/stream') : response.text()), [method, filled, query.toString(), body]);
    return response.status;
  }

  /** What a stream begins with: its first page, if it carries an inbox. */
  async function beginning({ body }: Response, isInbox: boolean): Promise<string> {
    if (body === null) return '';
    const chunks: AsyncIterable<Uint8Array> = body;
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of chunks) {
      text += decoder.decode(chunk, { stream: true });
      if (!isInbox || /^data: .*\n\n/m.test(text)) break;
    }
    return text;
  }

  /** Meanwhile each gets something of the own, in every way in which things come by themselves. */
  async function goOn(): Promise<void> {
    for (const { id, secret, devices } of people) {
      await tell(id, secret);
      await admin.expect('POST', '/api/signals', { userId: id, topic: 'own', data: secret });
      await devices[0]?.ask('messageToServer', secret);
    }
  }

  it('the one is shown nothing of the other on any route', async () => {
    const reached = new Set<DocumentedRoute>();
    const attempt = async (random: Random, turn: number) => {
      const route = routes[turn % routes.length];
      if (route && (await ask(random, route)) !== 400) reached.add(route);
    };
    await Promise.all([goOn(), inTurns(TURNS_PER_ROUTE * routes.length, attempt)]);
    expect(routes.filter((route) => !reached.has(route))).toEqual([]);
  });

  it('the one is shown nothing of the other by any event', async () => {
    const outcomes = new Set<string>();
    await inTurns(EVENTS, async (random, turn) => {
      const [thief, { handles }] = pair(random);
      const event = CLIENT_EVENTS[turn % CLIENT_EVENTS.length] ?? 'sync';
      const payload = fittingValue(random, EVENT_SCHEMAS[event], handles);
      const answer = await random.pick(thief.devices).askAnything(event, payload);
      assertOwn(thief, JSON.stringify(answer), [event, payload]);
      outcomes.add(`${event} ${answer.ok}`);
    });
    expect([...outcomes]).toEqual(expect.arrayContaining(['sync true', 'update true', 'ack true', 'messageToServer true', 'refreshToken false']));
  });

  it('nobody was brought a frame of another’s, and nobody’s things have changed', async () => {
    for (const owner of people) {
      const { id, secret, devices, streams, api, taskId, before } = owner;
      await cluster.barrier(id, devices);
      await eventually('the own signal', () => streams.some(({ received }) => JSON.stringify(received).includes(secret)));
      for (const { received } of [...devices, ...streams]) assertOwn(owner, JSON.stringify(received), 'nothing');
      for (const device of devices) {
        for (const event of ['newNotification', 'signal', 'messageToClient'] as const) expect(JSON.stringify(device.all(event))).toContain(secret);
      }
      const { notifications, tasks, ...after } = await belongings(api, taskId);
      const { notifications: hadNotifications, tasks: hadTasks, ...had } = before;
      expect(after).toEqual(had);
      // Others may give one tasks, of which one is told.
      expect(notifications).toEqual(expect.arrayContaining(hadNotifications));
      expect(tasks).toEqual(expect.arrayContaining(hadTasks));
    }
  });
});
