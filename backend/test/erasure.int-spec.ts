import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Task, TaskComment } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';

describe('erasing a person', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  it('leaves nothing of the inbox, the tasks and the comments, and others\' things alone', async () => {
    const admin = await cluster.admin();
    await admin.expect('PUT', '/api/users/gone', { name: 'Gone' });
    const gone = await cluster.as('gone');
    const stays = await cluster.as('stays');
    await gone.expect<Task>('POST', '/api/tasks', { title: 'Mine', assigneeId: 'stays' });
    const task = await stays.expect<Task>('POST', '/api/tasks', { title: 'Theirs', assigneeId: 'gone' });
    await gone.expect<TaskComment>('POST', '/api/comments', { taskId: task.id, text: 'A word' });
    const kept = await stays.expect<TaskComment>('POST', '/api/comments', { taskId: task.id, text: 'Another' });

    await admin.expect('DELETE', '/api/users/gone');

    const { db } = cluster;
    expect(await db.collection('notifications').countDocuments({ userId: 'gone' })).toBe(0);
    expect(await db.collection('inbox_changes').countDocuments({ userId: 'gone' })).toBe(0);
    expect(await db.collection('notifications').countDocuments({ userId: 'stays' })).toBe(2);
    const { items: tasks } = await stays.expect<{ items: Task[] }>('GET', '/api/tasks');
    expect(tasks).toEqual([{ ...task, assigneeName: 'gone' }]);
    const { items: comments } = await stays.expect<{ items: TaskComment[] }>('GET', `/api/tasks/${task.id}/comments`);
    expect(comments).toEqual([kept]);
  });

  it('forgets somebody whom nobody registered, and then knows of nobody', async () => {
    const admin = await cluster.admin();
    await admin.notify('stranger');
    expect((await admin.call('DELETE', '/api/users/stranger')).status).toBe(204);
    expect((await admin.call('DELETE', '/api/users/stranger')).status).toBe(404);
  });
});
