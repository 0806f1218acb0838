import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Env } from './env.js';

/** The word of this answer that lets its own styles in; scripts come from files alone. */
export function styleNonceOf(response: Response): string {
  return String(response.locals['styleNonce']);
}

/** Where the page may open sockets: the same hosts that it may come from. */
function socketOrigins(env: Env): string[] {
  return env.http.allowedOrigins.map((origin) => origin.replace(/^http/, 'ws'));
}

/** Headers that make browsers careful, with a content security policy that needs no inline script. */
export function securityHeaders(env: Env): RequestHandler[] {
  const prepare: RequestHandler = (_request, response, next) => {
    response.locals['styleNonce'] = randomBytes(16).toString('base64');
    next();
  };
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'", ...socketOrigins(env)],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${styleNonceOf(response as Response)}'`],
      },
    },
    strictTransportSecurity: env.production ? { maxAge: 365 * 24 * 3600, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  return [prepare, headers];
}
