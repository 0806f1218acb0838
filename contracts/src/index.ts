export { CLOSINGS, CONNECT_ERROR_CODES, ERRORS } from './errors.js';
export type {
  Closing,
  ClosingCode,
  ConnectErrorCode,
  ConnectErrorData,
  ErrorCode,
  FieldProblem,
  Problem,
} from './errors.js';
export { LIMITS, LIST_STATUSES, SEVERITIES, UPDATE_OPS } from './notification.js';
export type {
  Actor,
  Change,
  Json,
  JsonObject,
  ListStatus,
  Notification,
  NotificationList,
  NotificationPatch,
  ReadAllAnswer,
  ReadAllRequest,
  ReadStatus,
  Send,
  SendAnswer,
  SendBatchRequest,
  SendRequest,
  SentItem,
  Severity,
  UnreadCount,
  UpdateAnswer,
  UpdateCommand,
  UpdateOp,
} from './notification.js';
export type {
  Announcement,
  AnnouncementChange,
  AnnouncementContent,
  AnnouncementCreated,
  AnnouncementKind,
  AnnouncementPatch,
  AnnouncementRequest,
  AnnouncementState,
  ManagedAnnouncement,
} from './announcement.js';
export { isEpoch, isPlace, readCursor, writeCursor } from './sync.js';
export type { Cursor, PartialCursor, SyncPage } from './sync.js';
export { CLIENT_EVENTS, NAMESPACE, SERVER_EVENTS } from './events.js';
export type {
  Ack,
  AckError,
  AnnouncementChanged,
  AnnouncementPublished,
  ClientEvent,
  ClientEvents,
  ClientToServerEvents,
  FramePlace,
  HandshakeAuth,
  NewNotification,
  NotificationChanged,
  ServerEvent,
  ServerEvents,
  ServerToClientEvents,
} from './events.js';
export { API_KEY_SCOPES } from './people.js';
export type {
  ApiKey,
  ApiKeyCreated,
  ApiKeyRequest,
  ApiKeyScope,
  DemoAccounts,
  LoginRequest,
  Me,
  Person,
  RefreshRequest,
  RevokeRequest,
  Role,
  SessionAnswer,
  User,
  UserRequest,
} from './people.js';
export type { CommentRequest, Task, TaskComment, TaskRequest } from './tasks.js';
export { IMPORT_STEPS, JOB_STATUSES, WEEKDAYS } from './work.js';
export type {
  AllocationRequest,
  Audience,
  BroadcastRequest,
  DryRun,
  Employee,
  EmployeeDetails,
  EmployeePage,
  ImportStep,
  Job,
  JobStatus,
  NoticeRequest,
  Page,
  Signal,
  SignalRequest,
  StepProgress,
  StreamTicket,
  Voucher,
  Weekday,
  WorkEvents,
} from './work.js';
