import type { Json, Send } from './notification.js';
import type { Person, Role } from './people.js';

/** Who is meant: within a field any of the values, across fields all of them. Without a field: everybody. */
export interface Audience {
  /** Codes. */
  departments?: string[];
  grades?: string[];
  roles?: Role[];
  /** Whole years since the day of hiring, as `Employee.experienceYears`; who has no such day is never meant. Both ends included. */
  minExperienceYears?: number;
  maxExperienceYears?: number;
  userIds?: string[];
}

export const JOB_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Work that is done in the background. */
export interface Job {
  id: string;
  status: JobStatus;
  /** How many people or rows there are, once that is known; 0 before. */
  total: number;
  done: number;
  notified: number;
  failed: number;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why it failed, in words for its owner. */
  error?: string;
}

/** A job as its `GET …/:id` shows it. */
export interface TitledJob extends Job {
  /** What is given, sent or imported; null where that isn't known. */
  title: string | null;
}

/** One of a list of jobs, `GET` of their route: the newest first. */
export interface ListedJob extends TitledJob {
  /** The name of the person or API key that asked for it; null when that is gone. */
  owner: string | null;
  createdAt: string;
}

/** `?dryRun=true`: whom it would concern. */
export interface DryRun {
  count: number;
  sample: Person[];
}

/** `POST /api/vouchers/allocations`. */
export interface AllocationRequest {
  voucher: {
    code: string;
    title: string;
    amount: number;
    /** ISO 4217. */
    currency: string;
    expiresAt?: string;
  };
  criteria: Audience;
  /** Defaults to true: each department's managers get a summary. */
  notifyManagers?: boolean;
}

/** `POST /api/broadcasts`. */
export interface BroadcastRequest {
  audience: Audience;
  notification: Send;
}

/** One employee's voucher; also the payload of `vouchered-employee`. */
export interface Voucher {
  id: string;
  employeeId: string;
  name: string;
  department: string | null;
  code: string;
  title: string;
  amount: number;
  currency: string;
  at: string;
}

/** A list that goes on behind `next`; null at its end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Employee {
  id: string;
  name: string;
  email: string | null;
  roles: Role[];
  /** Codes, each with its name; of a code that nobody has registered the name is null. */
  area: string | null;
  areaName: string | null;
  department: string | null;
  departmentName: string | null;
  designation: string | null;
  designationTitle: string | null;
  grade: string | null;
  /** A day, `YYYY-MM-DD`. */
  hiredAt: string | null;
  /** Whole years since then. */
  experienceYears: number | null;
  managerId: string | null;
}

/** `GET /api/employees`. */
export interface EmployeePage extends Page<Employee> {
  /** Of all that match. */
  total: number;
}

/** `GET /api/organisation`: what employees can be filtered by; of a manager's own department alone. By code. */
export interface OrganisationChoices {
  departments: { code: string; name: string | null }[];
  grades: string[];
}

/** `GET /api/employees/:id`: with what else the workbooks say of one. */
export interface EmployeeDetails extends Employee {
  schedule: { weekday: Weekday; start: string; end: string }[];
  driver: { id: string; licence: string; cars: { plate: string; model: string }[] } | null;
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What an import does, in this order. */
export const IMPORT_STEPS = [
  'UPLOADING_AREA',
  'UPLOADING_DEPARTMENT',
  'UPLOADING_DESIGNATION',
  'UPLOADING_EMPLOYEE',
  'UPLOADING_SCHEDULE',
  'UPLOADING_DRIVERS',
  'UPLOADING_ASSIGN_CAR',
  'COMPLETED',
] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** The event `step`. */
export interface StepProgress {
  step: ImportStep;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  errors: number;
}

/** `POST /api/signals`: to one person, named by one of the two. */
export interface SignalRequest {
  email?: string;
  userId?: string;
  topic: string;
  data: Json;
}

/** The event `signal`. */
export interface Signal {
  topic: string;
  data: Json;
}

/** `POST /api/notices`. */
export interface NoticeRequest {
  kind: 'message' | 'flow';
  title: string;
  message: string;
  link?: string;
}

/** `POST /api/stream/ticket`. */
export interface StreamTicket {
  ticket: string;
}

/** The streams beside `GET /api/stream`: event name to payload. */
export interface WorkEvents {
  'vouchered-employee': Voucher;
  step: StepProgress;
  signal: Signal;
}
