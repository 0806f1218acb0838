import { SERVER_EVENTS } from '@eventide/contracts';

/** What a route answers when all goes well, for the document. */
export interface RouteAnswer {
  summary: string;
  /** A schema's name, `Name[]` for `{items}` of it, several where it depends, or null for an answer without JSON. */
  answer: string | readonly string[] | null;
  /** The answer is a stream of these server-sent events. */
  events?: readonly string[];
  /** The route creates something, so it takes an `Idempotency-Key`. */
  creates?: true;
  /** It takes a file. */
  upload?: true;
  /** It takes no body, and may come at a moment that does not fit. */
  conflicts?: true;
  /** `?dryRun=true` answers whom it would concern. */
  dryRun?: true;
}

/** What every stream may tell of itself. */
const STREAM_ENDS = ['tokenExpiring', 'closing'];

/** Every route of the product. A test holds it against the routes that there are. */
export const ROUTES: Readonly<Record<string, RouteAnswer>> = {
  'POST /api/auth/login': { summary: 'Sign in', answer: 'SessionAnswer' },
  'POST /api/auth/refresh': { summary: 'A fresh access token, by the refresh cookie', answer: 'SessionAnswer' },
  'POST /api/auth/logout': { summary: "End the token's session", answer: null },
  'POST /api/auth/set-password': { summary: 'Set a password by invitation', answer: null },
  'GET /api/me': { summary: 'Who I am', answer: 'Me' },
  'GET /api/people': { summary: 'Find people by name or id, at most 20', answer: 'Person[]' },
  'GET /api/demo': { summary: 'The accounts of a demo', answer: 'DemoAccounts' },
  'PUT /api/users/{id}': { summary: 'Register a person, or replace given fields', answer: 'User', creates: true },
  'GET /api/users/{id}': { summary: 'A person', answer: 'User' },
  'DELETE /api/users/{id}': { summary: "Erase a person's data", answer: null },
  'POST /api/users/{id}/revoke': { summary: 'Refuse tokens and close connections', answer: null },
  'POST /api/users/{id}/invite': { summary: 'Mail a link to set a password', answer: 'Invitation', creates: true },
  'GET /api/employees': { summary: 'One page of employees, by name', answer: 'EmployeePage' },
  'GET /api/employees/{id}': { summary: 'An employee, with schedule and cars', answer: 'EmployeeDetails' },
  'GET /api/organisation': { summary: 'What employees can be filtered by', answer: 'OrganisationChoices' },
  'POST /api/api-keys': { summary: 'A new API key, shown once', answer: 'ApiKeyCreated', creates: true },
  'GET /api/api-keys': { summary: 'All API keys', answer: 'ApiKey[]' },
  'DELETE /api/api-keys/{id}': { summary: 'Withdraw an API key', answer: null },
  'POST /api/notifications': { summary: 'Send to one or many', answer: 'SendAnswer', creates: true },
  'POST /api/notifications/batch': { summary: 'Send different ones', answer: 'SendAnswer', creates: true },
  'GET /api/notifications': { summary: 'One page of the history, newest first', answer: 'NotificationList' },
  'GET /api/notifications/unread-count': { summary: 'The exact counts', answer: 'UnreadCount' },
  'PATCH /api/notifications/{id}': { summary: 'Mark as read or unread', answer: 'Notification' },
  'POST /api/notifications/read-all': { summary: 'Mark all as read, up to a place', answer: 'ReadAllAnswer' },
  'DELETE /api/notifications/{id}': { summary: 'Remove', answer: null },
  'POST /api/notifications/update': { summary: "The socket's command, without a socket", answer: 'UpdateAnswer' },
  'GET /api/sync': { summary: 'What changed since a cursor', answer: 'SyncPage' },
  'GET /api/stream': { summary: 'What a socket gets, as server-sent events', answer: null, events: SERVER_EVENTS },
  'POST /api/stream/ticket': { summary: 'A ticket for one stream, good once and for 30 s', answer: 'StreamTicket' },
  'POST /api/announcements': { summary: 'Tell everybody', answer: 'AnnouncementCreated', creates: true },
  'GET /api/announcements': { summary: 'Running announcements, or all of them', answer: ['Announcement[]', 'ManagedAnnouncement[]'] },
  'PATCH /api/announcements/{id}': { summary: 'Edit', answer: 'ManagedAnnouncement' },
  'POST /api/announcements/{id}/withdraw': { summary: 'Withdraw', answer: null, conflicts: true },
  'POST /api/announcements/{id}/read': { summary: 'Mark as read for oneself', answer: null },
  'POST /api/notices': { summary: "Tell everybody under one's own name", answer: 'AnnouncementCreated', creates: true },
  'POST /api/signals': { summary: "A transient event for one person's devices", answer: null },
  'GET /api/signals/stream': { summary: 'Signals, as they come', answer: null, events: ['signal', ...STREAM_ENDS] },
  'POST /api/vouchers/allocations': { summary: 'Give an audience vouchers', answer: 'Job', creates: true, dryRun: true },
  'GET /api/vouchers/allocations': { summary: 'The newest allocations', answer: 'ListedJob[]' },
  'GET /api/vouchers/allocations/{id}': { summary: 'How an allocation goes', answer: 'TitledJob' },
  'POST /api/vouchers/allocations/{id}/cancel': { summary: 'Stop an allocation; what is given stays', answer: 'Job', conflicts: true },
  'POST /api/vouchers/allocations/{id}/retry': { summary: 'Go on with a failed or cancelled allocation', answer: 'Job', conflicts: true },
  'GET /api/vouchers': { summary: 'One page of the vouchers that one may see, newest first', answer: 'VoucherPage' },
  'GET /api/vouchers/stream': { summary: 'New vouchers, from now on', answer: null, events: ['vouchered-employee', ...STREAM_ENDS] },
  'POST /api/broadcasts': { summary: 'Send to an audience', answer: 'Job', creates: true, dryRun: true },
  'GET /api/broadcasts': { summary: "The newest broadcasts; for a service, its own", answer: 'ListedJob[]' },
  'GET /api/broadcasts/{id}': { summary: 'How a broadcast goes', answer: 'TitledJob' },
  'POST /api/broadcasts/{id}/cancel': { summary: 'Stop a broadcast; what is sent stays', answer: 'Job', conflicts: true },
  'POST /api/broadcasts/{id}/retry': { summary: 'Go on with a failed or cancelled broadcast', answer: 'Job', conflicts: true },
  'POST /api/imports': { summary: 'Import a workbook (.xlsx) of the whole company', answer: 'Job', creates: true, upload: true },
  'GET /api/imports': { summary: 'The newest imports', answer: 'ListedJob[]' },
  'GET /api/imports/{id}': { summary: 'How an import goes', answer: 'TitledJob' },
  'GET /api/imports/{id}/errors': { summary: 'What is wrong with the workbook, as CSV', answer: null },
  'GET /api/imports/{id}/stream': { summary: 'The steps of an import, as they go', answer: null, events: ['step', ...STREAM_ENDS] },
  'POST /api/imports/{id}/cancel': { summary: 'Stop an import; what is written stays', answer: 'Job', conflicts: true },
  'POST /api/imports/{id}/retry': { summary: 'Go on with a failed or cancelled import', answer: 'Job', conflicts: true },
  'POST /api/tasks': { summary: 'A task for somebody', answer: 'Task', creates: true },
  'GET /api/tasks': { summary: "One's own tasks, written or assigned", answer: 'Task[]' },
  'POST /api/comments': { summary: 'Comment on a task', answer: 'TaskComment', creates: true },
  'GET /api/tasks/{id}/comments': { summary: "A task's comments", answer: 'TaskComment[]' },
  'GET /health/live': { summary: 'The process answers', answer: 'Health' },
  'GET /health/ready': { summary: 'Requests can be served', answer: 'Health' },
  'GET /metrics': { summary: 'Prometheus text', answer: null },
};
