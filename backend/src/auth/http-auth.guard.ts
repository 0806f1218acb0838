import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../platform/domain-error.js';
import { ACCESS_RULE, isAllowed, PUBLIC_ROUTE, type AccessRule, type AuthenticatedRequest } from './access.js';
import { ApiKeys, looksLikeApiKey } from './api-keys.store.js';
import type { Principal } from './principal.js';
import { refused } from './refusal.js';
import { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([^\s]+) *$/i;

/** Every route asks for a bearer token or an API key in the `Authorization` header, unless it is `@Public`. */
@Injectable()
export class HttpAuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly keys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.principal = await this.principalOf(request.headers.authorization);
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    if (!isAllowed(request.principal, rule)) throw new DomainError('forbidden');
    return true;
  }

  private principalOf(header: string | undefined): Promise<Principal> {
    const bearer = BEARER.exec(header ?? '')?.[1];
    if (bearer === undefined) throw refused();
    return looksLikeApiKey(bearer) ? this.keys.verify(bearer) : this.tokens.verify(bearer);
  }
}
