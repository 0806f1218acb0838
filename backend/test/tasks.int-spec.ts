import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { NotificationList, Problem, Task, TaskComment } from '@eventide/contracts';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

describe('tasks', () => {
  let cluster: TestCluster;
  let writer: TestApi;
  let assignee: TestApi;
  let outsider: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    writer = await cluster.as('user1', { name: 'From the token' });
    assignee = await cluster.as('user2');
    outsider = await cluster.as('outsider');
  });
  afterAll(() => cluster.stop());

  const create = (fields: object = {}, api = writer) =>
    api.expect<Task>('POST', '/api/tasks', { title: 'Water the plants', assigneeId: 'user2', ...fields });
  const comment = (taskId: string, text: string, api = writer) =>
    api.expect<TaskComment>('POST', '/api/comments', { taskId, text });
  const inbox = (api: TestApi) => api.expect<NotificationList>('GET', '/api/notifications');
  const names = async () => {
    const admin = await cluster.admin();
    const nameOf = async (id: string) => (await admin.expect<{ name: string }>('GET', `/api/users/${id}`)).name;
    return { user1: await nameOf('user1'), user2: await nameOf('user2') };
  };

  it('tell their assignee, with a link, by the name that the product knows', async () => {
    const device = await cluster.device('user2');
    const { user1, user2 } = await names();
    const task = await create();
    expect(task).toEqual({
      id: expect.any(String),
      title: 'Water the plants',
      creatorId: 'user1',
      creatorName: user1,
      assigneeId: 'user2',
      assigneeName: user2,
      createdAt: expect.any(String),
    });
    expect(await device.one('newNotification')).toMatchObject({
      type: 'task.assigned',
      category: 'task',
      message: expect.stringContaining('Water the plants'),
      link: `/tasks?task=${task.id}`,
      actor: { id: 'user1', name: user1 },
    });
  });

  it('tell nobody of what one assigns to oneself', async () => {
    const api = await cluster.as('alone', { name: 'Al' });
    expect(await create({ assigneeId: 'alone' }, api)).toMatchObject({ creatorName: 'Al' });
    expect((await inbox(api)).head).toBe(0);
  });

  it('are listed for who wrote them and who does them, newest first', async () => {
    const [a, b] = [await create({ title: 'a' }), await create({ title: 'b' })];
    for (const api of [writer, assignee]) {
      const { items } = await api.expect<{ items: Task[] }>('GET', '/api/tasks');
      expect(items.slice(0, 2)).toEqual([b, a]);
    }
    expect(await outsider.expect('GET', '/api/tasks')).toEqual({ items: [] });
  });

  it('tell their people of a comment, but not its writer', async () => {
    const task = await create();
    const before = await Promise.all([inbox(writer), inbox(assignee)]);
    const made = await comment(task.id, 'Done?', assignee);
    expect(made).toMatchObject({ taskId: task.id, authorId: 'user2', text: 'Done?' });
    const after = await Promise.all([inbox(writer), inbox(assignee)]);
    expect(after.map(({ head }, i) => head - before[i]!.head)).toEqual([1, 0]);
    expect(after[0].items[0]).toMatchObject({
      type: 'task.commented',
      link: `/tasks?task=${task.id}`,
      actor: { id: 'user2' },
      message: expect.stringContaining('Done?'),
    });
    const second = await comment(task.id, 'Yes.');
    const { items } = await assignee.expect<{ items: TaskComment[] }>('GET', `/api/tasks/${task.id}/comments`);
    expect(items).toEqual([made, second]);
  });

  it('shorten what a notification can\'t hold', async () => {
    const task = await create({ title: 't'.repeat(200) });
    await comment(task.id, 'c'.repeat(2_000));
    expect((await inbox(assignee)).items[0]?.message.length).toBe(2_000);
  });

  it('are invisible to outsiders', async () => {
    const { id } = await create();
    const answers = [
      await outsider.call<Problem>('GET', `/api/tasks/${id}/comments`),
      await outsider.call<Problem>('POST', '/api/comments', { taskId: id, text: 'Hello' }),
      await writer.call<Problem>('POST', '/api/comments', { taskId: 'nothing', text: 'Hello' }),
      await writer.call<Problem>('GET', '/api/tasks/nothing/comments'),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([404, 'not_found']));
  });

  it('commit with what they tell, once for a key, also when repeated at once', async () => {
    const api = await cluster.as(`w-${randomUUID()}`);
    const to = `a-${randomUUID()}`;
    const key = { 'Idempotency-Key': randomUUID() };
    const call = () => api.call<Task>('POST', '/api/tasks', { title: 'Once', assigneeId: to }, key);
    const answers = [...(await Promise.all([call(), call(), call()])), await call()];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect((await api.expect<{ items: Task[] }>('GET', '/api/tasks')).items.length).toBe(1);
    expect((await inbox(await cluster.as(to))).head).toBe(1);
    expect((await api.call('POST', '/api/tasks', { title: 'Else', assigneeId: to }, key)).status).toBe(422);
    const commentBody = { taskId: answers[0]?.body.id, text: 'Once' };
    const comments = await Promise.all([1, 2].map(() => api.call('POST', '/api/comments', commentBody, key)));
    expect(comments[0]).toMatchObject({ status: 201, body: comments[1]?.body });
  });

  it.each([
    ['/api/tasks', {}],
    ['/api/tasks', { title: '', assigneeId: 'user2' }],
    ['/api/tasks', { title: 't'.repeat(201), assigneeId: 'user2' }],
    ['/api/tasks', { title: 'T', assigneeId: { $gt: '' } }],
    ['/api/tasks', { title: 'T', assigneeId: 'a b' }],
    ['/api/tasks', { title: 'T', assigneeId: 'user2', creatorId: 'admin' }],
    ['/api/comments', { taskId: { $ne: null }, text: 'x' }],
    ['/api/comments', { taskId: 'x', text: '' }],
    ['/api/comments', { taskId: 'x', text: 'x'.repeat(2_001) }],
  ])('refuse POST %s %j', async (path, body) => {
    const { status, body: problem } = await writer.call<Problem>('POST', path, body);
    expect([status, problem.code]).toEqual([400, 'invalid_request']);
  });

  it('need a person', async () => {
    expect((await (await cluster.as(null)).call('GET', '/api/tasks')).status).toBe(401);
  });
});
