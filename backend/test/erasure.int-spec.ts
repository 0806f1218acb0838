import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Job, Task, TaskComment } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import { workbookOf } from './workbook-file.js';

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

  it('takes along what imports have found wrong about the person, and nothing about others', async () => {
    const admin = await cluster.admin();
    await admin.expect('PUT', '/api/users/bad', { name: 'Bad', email: 'Bad@x.test' });
    const bytes = await workbookOf({
      Areas: [['code', 'name'], ['A', 'Area']],
      Departments: [['code', 'name', 'areaCode'], ['D', 'Department', 'A']],
      Designations: [['code', 'title', 'grade'], ['G', 'Clerk', 'G1']],
      Employees: [
        ['employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt'],
        ['bad', 'Bad', 'none', 'D', 'G', 'yesterday'],
        ['good', 'Good', 'bad@x.test', 'D', 'G', '2020-01-01'],
        ['fine', 'Fine', 'fine@x.test', 'D', 'G', 'never'],
      ],
      Schedules: [['employeeId', 'weekday', 'start', 'end'], ['bad', 'Mon', '25:00', '17:00']],
    });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), 'staff.xlsx');
    const authorization = `Bearer ${await cluster.token('admin', { roles: ['admin'] })}`;
    const started = await fetch(`${cluster.node(0).url}/api/imports`, { method: 'POST', body: form, headers: { authorization } });
    const { id } = (await started.json()) as Job;
    await eventually('the end of the import', async () => (await admin.expect<Job>('GET', `/api/imports/${id}`)).finishedAt);
    const wrong = () => cluster.db.collection('import_errors').distinct('value', { importId: id });
    expect(await wrong()).toEqual(['25:00', 'bad@x.test', 'never', 'none', 'yesterday']);

    await admin.expect('DELETE', '/api/users/bad');

    expect(await wrong()).toEqual(['never']);
  });

  it('forgets somebody whom nobody registered, and then knows of nobody', async () => {
    const admin = await cluster.admin();
    await admin.notify('stranger');
    expect((await admin.call('DELETE', '/api/users/stranger')).status).toBe(204);
    expect((await admin.call('DELETE', '/api/users/stranger')).status).toBe(404);
  });
});
