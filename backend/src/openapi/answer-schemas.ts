import type {
  Announcement,
  AnnouncementChange,
  AnnouncementCreated,
  ApiKey,
  ApiKeyCreated,
  Change,
  DemoAccounts,
  DryRun,
  Employee,
  EmployeeDetails,
  EmployeePage,
  Invitation,
  ManagedAnnouncement,
  Job,
  ListedJob,
  Me,
  Notification,
  NotificationList,
  OrganisationChoices,
  Page,
  Person,
  Problem,
  ReadAllAnswer,
  SendAnswer,
  SessionAnswer,
  StreamTicket,
  SyncPage,
  Task,
  TaskComment,
  TitledJob,
  UnreadCount,
  UpdateAnswer,
  User,
  Voucher,
} from '@eventide/contracts';
import { ERRORS, JOB_STATUSES, WEEKDAYS, type ErrorCode } from '@eventide/contracts';
import { z } from 'zod';
import { apiKeyScope, epoch, jsonObject, place, severity, userId } from '../platform/schemas.js';

const registry = z.registry<{ id: string }>();

/** Gives a schema its name in the document; the type parameter ties it to the contract. */
function named<T>(id: string, schema: z.ZodType<T>): z.ZodType<T> {
  registry.add(schema, { id });
  return schema;
}

const time = z.iso.datetime();
const count = z.int().min(0);
const text = z.string();
const readStatus = z.enum(['unread', 'read']);
const actor = z.object({ id: userId, name: text });
const places = z.object({ inbox: place, all: place });

named<Problem>(
  'Problem',
  z.object({
    type: text,
    title: text,
    status: z.int(),
    code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
    detail: text,
    errors: z.array(z.object({ field: text, problem: text })).optional(),
  }),
);

const meFields = {
  id: userId,
  name: text,
  email: text.nullable(),
  roles: z.array(text),
  department: text.nullable(),
  grade: text.nullable(),
  hiredAt: text.nullable(),
};
const me = named<Me>('Me', z.object(meFields));
named<User>('User', z.object({ ...meFields, locale: text.nullable(), timezone: text.nullable() }));
named<Person>('Person', z.object({ id: userId, name: text }));
named<SessionAnswer>('SessionAnswer', z.object({ accessToken: text, expiresIn: count, sid: text, user: me }));
named<Invitation>('Invitation', z.object({ expiresAt: time }));
named<DemoAccounts>(
  'DemoAccounts',
  z.object({ accounts: z.array(z.object({ email: text, name: text, roles: z.array(text) })), password: text }),
);
const employeeFields = {
  ...meFields,
  area: text.nullable(),
  areaName: text.nullable(),
  departmentName: text.nullable(),
  designation: text.nullable(),
  designationTitle: text.nullable(),
  experienceYears: count.nullable(),
  managerId: text.nullable(),
};
const employee = named<Employee>('Employee', z.object(employeeFields));
named<EmployeePage>('EmployeePage', z.object({ items: z.array(employee), next: text.nullable(), total: count }));
named<EmployeeDetails>(
  'EmployeeDetails',
  z.object({
    ...employeeFields,
    schedule: z.array(z.object({ weekday: z.enum(WEEKDAYS), start: text, end: text })),
    driver: z
      .object({ id: text, licence: text, cars: z.array(z.object({ plate: text, model: text })) })
      .nullable(),
  }),
);
named<OrganisationChoices>(
  'OrganisationChoices',
  z.object({ departments: z.array(z.object({ code: text, name: text.nullable() })), grades: z.array(text) }),
);
named<StreamTicket>('StreamTicket', z.object({ ticket: text }));
named<ApiKey>('ApiKey', z.object({ id: text, name: text, scopes: z.array(apiKeyScope), createdAt: time }));
named<ApiKeyCreated>('ApiKeyCreated', z.object({ id: text, key: text }));

const notification = named<Notification>(
  'Notification',
  z.object({
    id: text,
    userId,
    seq: place,
    createdSeq: place,
    type: text,
    category: text,
    severity,
    title: text,
    message: text,
    link: text.optional(),
    data: jsonObject.optional(),
    actor: actor.optional(),
    timestamp: time,
    readAt: time.optional(),
    expiresAt: time.optional(),
    readStatus,
  }),
);
named<NotificationList>(
  'NotificationList',
  z.object({ items: z.array(notification), next: text.nullable(), head: place, readUpTo: place }),
);
named<SendAnswer>('SendAnswer', z.object({ items: z.array(z.object({ id: text, userId, seq: place })) }));
named<UnreadCount>('UnreadCount', z.object({ epoch, inbox: count, all: count, seq: place, allSeq: place }));
named<ReadAllAnswer>('ReadAllAnswer', z.object({ seq: place, readUpTo: place, changed: count, unread: count }));
named<UpdateAnswer>('UpdateAnswer', z.object({ seq: place, unread: count, notFound: z.array(text) }));

const announcementFields = {
  id: text,
  seq: place,
  createdSeq: place,
  title: text,
  message: text,
  severity,
  link: text.optional(),
  kind: z.enum(['announcement', 'message', 'flow']),
  actor: actor.optional(),
  timestamp: time,
  publishAt: time.optional(),
  expiresAt: time,
  editedAt: time.optional(),
  readStatus,
};
const announcement = named<Announcement>('Announcement', z.object(announcementFields));
named<AnnouncementCreated>('AnnouncementCreated', z.object({ id: text, seq: place.nullable() }));
named<ManagedAnnouncement>(
  'ManagedAnnouncement',
  z.object({
    ...announcementFields,
    seq: place.nullable(),
    createdSeq: place.nullable(),
    state: z.enum(['scheduled', 'running', 'withdrawn', 'expired']),
  }),
);

const change = named<Change>(
  'Change',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('updated'), notification }),
    z.object({ kind: z.literal('removed'), id: text, seq: place, reason: z.enum(['removed', 'expired']) }),
    z.object({ kind: z.literal('readAll'), readUpTo: place, announcementsUpTo: place.optional(), seq: place }),
    z.object({ kind: z.literal('announcementRead'), id: text, seq: place }),
  ]),
);
const announcementChange = named<AnnouncementChange>(
  'AnnouncementChange',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('updated'), announcement }),
    z.object({ kind: z.literal('withdrawn'), id: text, seq: place, reason: z.enum(['withdrawn', 'expired']) }),
  ]),
);
named<SyncPage>(
  'SyncPage',
  z.object({
    mode: z.enum(['delta', 'reset']),
    epoch,
    from: places,
    inbox: place,
    all: place,
    readUpTo: place,
    unread: z.object({ inbox: count, all: count }),
    changes: z.array(change),
    announcements: z.array(announcementChange),
    more: z.boolean(),
  }),
);

named<Task>(
  'Task',
  z.object({
    id: text,
    title: text,
    creatorId: userId,
    creatorName: text,
    assigneeId: userId,
    assigneeName: text,
    createdAt: time,
  }),
);
named<TaskComment>(
  'TaskComment',
  z.object({ id: text, taskId: text, authorId: userId, authorName: text, text, createdAt: time }),
);
named<DryRun>('DryRun', z.object({ count, sample: z.array(z.object({ id: userId, name: text })) }));
named<Page<Voucher>>(
  'VoucherPage',
  z.object({
    items: z.array(
      z.object({
        id: text,
        employeeId: userId,
        name: text,
        department: text.nullable(),
        code: text,
        title: text,
        amount: z.number(),
        currency: text,
        at: time,
      }),
    ),
    next: text.nullable(),
  }),
);
const job = z.object({
  id: text,
  status: z.enum(JOB_STATUSES),
  total: count,
  done: count,
  notified: count,
  failed: count,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  error: text.optional(),
});
named<Job>('Job', job);
const titledJob = job.extend({ title: text.nullable() });
named<TitledJob>('TitledJob', titledJob);
named<ListedJob>('ListedJob', titledJob.extend({ owner: text.nullable(), createdAt: time }));
named<{ status: 'ok' | 'degraded' }>('Health', z.object({ status: z.enum(['ok', 'degraded']) }));

/** Where the document keeps a schema. */
export function schemaRef(id: string): string {
  return `#/components/schemas/${id}`;
}

/** All of them as JSON Schema, by name. */
export function answerSchemas(): Record<string, Record<string, unknown>> {
  const { schemas } = z.toJSONSchema(registry, { uri: schemaRef, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, { ...schema }]),
  );
}
