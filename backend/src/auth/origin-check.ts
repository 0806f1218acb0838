import { Injectable } from '@nestjs/common';
import { Env } from '../platform/env.js';

/** The one list of origins, for HTTP, sockets and streams: exact, no patterns. */
@Injectable()
export class OriginCheck {
  private readonly allowed: ReadonlySet<string>;

  constructor(env: Env) {
    this.allowed = new Set(env.http.allowedOrigins);
  }

  /** Without an origin it is no browser's page, and no cookie authenticates there; `null` is an origin, and refused. */
  isAllowedOrigin(origin: string | undefined): boolean {
    return origin === undefined || this.allowed.has(origin);
  }
}
