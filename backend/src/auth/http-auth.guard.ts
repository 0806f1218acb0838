import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../platform/domain-error.js';
import { toDomainError } from '../platform/failure.js';
import { ACCESS_RULE, isAllowed, PUBLIC_ROUTE, TAKES_TICKET, type AccessRule, type AuthenticatedRequest } from './access.js';
import { ApiKeys, looksLikeApiKey } from './api-keys.store.js';
import type { Principal } from './principal.js';
import { refused } from './refusal.js';
import { StreamTickets } from './stream-tickets.store.js';
import { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Every route asks for a bearer token or an API key in the `Authorization` header, unless it is `@Public`. A stream takes
 * a ticket in its place.
 */
@Injectable()
export class HttpAuthGuard implements CanActivate {
  private readonly logger = new Logger(HttpAuthGuard.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly keys: ApiKeys,
    private readonly tickets: StreamTickets,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const takesTicket = this.reflector.getAllAndOverride<boolean>(TAKES_TICKET, targets);
    request.principal = await (takesTicket ? this.ofStream(request) : this.principalOf(request.headers.authorization));
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    if (!isAllowed(request.principal, rule)) throw new DomainError('forbidden');
    return true;
  }

  /** Who is refused a stream is logged, as at a socket's handshake. */
  private async ofStream({ headers, query: { ticket }, path, ip: address }: AuthenticatedRequest): Promise<Principal> {
    const { authorization, origin } = headers;
    try {
      if (authorization === undefined && typeof ticket === 'string') return await this.tickets.redeem(ticket);
      return await this.principalOf(authorization);
    } catch (error) {
      this.logger.log({ msg: 'Refused', code: toDomainError(error).code, path, address, origin });
      throw error;
    }
  }

  private async principalOf(header: string | undefined): Promise<Principal> {
    const bearer = BEARER.exec(header ?? '')?.[1];
    if (bearer === undefined) throw refused();
    return looksLikeApiKey(bearer) ? this.keys.verify(bearer) : this.tokens.verify(bearer);
  }
}
