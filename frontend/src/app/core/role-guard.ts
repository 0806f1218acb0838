import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn, type CanMatchFn } from '@angular/router';
import type { Role } from '@eventide/contracts';
import { returnPath } from './return-path';
import { Session } from './session';

/** Lets signed-in people pass; others sign in first and come back. Waits while that isn't known yet. */
export const signedInGuard: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  if ((await session.settled()) === 'signed-in') return true;
  const queryParams = state.url === '/' ? {} : { returnUrl: state.url };
  return new RedirectCommand(router.createUrlTree(['/sign-in'], { queryParams }), { replaceUrl: true });
};

/** Whoever is signed in already needs no sign-in page. */
export const signedOutGuard: CanActivateFn = async (route) => {
  const session = inject(Session);
  const router = inject(Router);
  if ((await session.settled()) !== 'signed-in') return true;
  return new RedirectCommand(router.parseUrl(returnPath(route.queryParamMap.get('returnUrl'))), { replaceUrl: true });
};

/** Matches a route for people with one of the roles; without it the next route of the same path says why not. */
export function roleGuard(...roles: Role[]): CanMatchFn {
  return async () => {
    const session = inject(Session);
    return (await session.settled()) !== 'signed-in' || session.roles().some((role) => roles.includes(role));
  };
}
