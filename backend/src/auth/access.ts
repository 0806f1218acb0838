import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { ApiKeyScope, Role } from '@eventide/contracts';
import type { Request } from 'express';
import { DomainError } from '../platform/domain-error.js';
import type { Principal, UserPrincipal } from './principal.js';

/** Who may call a route: people with any of these roles, services with any of these scopes. */
export interface AccessRule {
  /** Without it, every signed-in person. */
  roles?: readonly Role[];
  /** Without it, no service. */
  scopes?: readonly ApiKeyScope[];
}

export const PUBLIC_ROUTE = 'eventide:public';
export const ACCESS_RULE = 'eventide:access';
export const TAKES_TICKET = 'eventide:takes-ticket';

/** Marks a route that asks for no token. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);

/** Narrows a route; without it, any signed-in person and no service may call it. */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS_RULE, rule);

/** Marks a stream: `?ticket=` stands for the header that a browser's own client can't set. */
export const TakesTicket = () => SetMetadata(TAKES_TICKET, true);

/** Whether the rule lets this caller in. */
export function isAllowed(principal: Principal, rule: AccessRule = {}): boolean {
  if (principal.kind === 'service') return principal.scopes.some((scope) => rule.scopes?.includes(scope));
  return rule.roles === undefined || principal.roles.some((role) => rule.roles?.includes(role));
}

/** A request after the guard. */
export interface AuthenticatedRequest extends Request {
  principal?: Principal;
}

function principalOf(context: ExecutionContext): Principal {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('This route is public: it has no caller.');
  return principal;
}

/** The route's parameter: who calls. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => principalOf(context));

/** The route's parameter: the person who calls, on routes for people only. */
export const User = createParamDecorator((_: unknown, context: ExecutionContext): UserPrincipal => {
  const principal = principalOf(context);
  if (principal.kind !== 'user') throw new DomainError('forbidden', 'Only a person may do this.');
  return principal;
});
