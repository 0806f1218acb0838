import { type HttpHandlerFn, type HttpInterceptorFn, type HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { failureOf } from './failure';
import { Session } from './session';

const WITHOUT_TOKEN = ['/api/auth/login', '/api/auth/refresh', '/api/auth/set-password', '/api/demo'];

/**
 * Gives requests to our own API the bearer token and repeats one once that the server called expired.
 * A token that is refused for good ends the session.
 */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith('/api/') || WITHOUT_TOKEN.includes(request.url)) return next(request);
  if (request.headers.has('Authorization')) return next(request);
  const session = inject(Session);
  return from(session.token({ fresh: false })).pipe(
    switchMap((token) =>
      send(request, token, next).pipe(
        catchError((error: unknown) => {
          const { code } = failureOf(error);
          if (code === 'token_expired' && token !== null) {
            return from(session.tokenAfter(token)).pipe(switchMap((renewed) => send(request, renewed, next)));
          }
          if (code === 'unauthorized') session.end('revoked');
          return throwError(() => error);
        }),
      ),
    ),
  );
};

function send(request: HttpRequest<unknown>, token: string | null, next: HttpHandlerFn) {
  return next(token === null ? request : request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }));
}
