/** What the demo and the guards know; a host application may use more. */
export type Role = string;

export const API_KEY_SCOPES = ['send', 'announce', 'signal', 'users', 'revoke'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** `GET /api/me`; what is not known is null. */
export interface Me {
  id: string;
  name: string;
  email: string | null;
  roles: Role[];
  department: string | null;
  grade: string | null;
  hiredAt: string | null;
}

/** `PUT /api/users/:id`. */
export interface UserRequest {
  name: string;
  email?: string;
  roles?: Role[];
  department?: string;
  locale?: string;
  timezone?: string;
}

/** `GET /api/users/:id`. */
export interface User extends Me {
  locale: string | null;
  timezone: string | null;
}

/** `GET /api/people?q=`: whom one may assign a task to. */
export interface Person {
  id: string;
  name: string;
}

/** `POST /api/auth/login` and `/refresh`. */
export interface LoginRequest {
  email: string;
  password: string;
}

export interface RefreshRequest {
  sid: string;
}

export interface SessionAnswer {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  sid: string;
  user: Me;
}

/** `GET /api/demo`, of a demo only; elsewhere it is `not_found`. */
export interface DemoAccounts {
  accounts: { email: string; name: string; roles: Role[] }[];
  /** The same for all of them. */
  password: string;
}

/** `POST /api/users/:id/invite`. */
export interface Invitation {
  /** Until when the link in the mail is good. */
  expiresAt: string;
}

/** `POST /api/auth/set-password`. */
export interface SetPasswordRequest {
  /** What the link in the mail holds. */
  invite: string;
  /** At least 8 characters. */
  password: string;
}

export interface RevokeRequest {
  sid?: string;
}

export interface ApiKeyRequest {
  name: string;
  scopes: ApiKeyScope[];
}

export interface ApiKeyCreated {
  id: string;
  /** Shown this once. */
  key: string;
}

export interface ApiKey {
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  createdAt: string;
}
