import type { HttpInterceptorFn } from '@angular/common/http';

/** The server answers within three seconds, whatever is down. After this long it hangs, or nobody is there. */
export const ANSWER_DEADLINE_MS = 15_000;

/** Lets no request wait for ever: it fails as one that couldn't be sent does. A file takes the time that it takes. */
export const answerDeadline: HttpInterceptorFn = (request, next) =>
  next(request.body instanceof FormData ? request : request.clone({ timeout: ANSWER_DEADLINE_MS }));
