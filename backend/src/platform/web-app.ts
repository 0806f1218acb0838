import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router, type RequestHandler } from 'express';
import { styleNonceOf } from './security-headers.js';

/** The Angular application as its build leaves it, seen from the compiled file. */
const BUILD = fileURLToPath(new URL('../../../frontend/dist/app/browser', import.meta.url));

const HASHED_NAME = /-[A-Za-z0-9_-]{8}\.(js|css|woff2)$/;
const SERVER_PATHS = /^\/(api|health|metrics|socket\.io)(\/|$)/;

/**
 * Serves the application: files whose name changes with their content for ever, the page itself always fresh, and the
 * page for every address that the application's router knows. Angular puts the nonce on the styles that it makes.
 */
export function webApp(folder = BUILD): Router {
  const router = Router();
  const indexPath = join(folder, 'index.html');
  if (!existsSync(indexPath)) return router;
  const [head = '', tail = ''] = readFileSync(indexPath, 'utf8').split('<app-root', 2);
  const page: RequestHandler = (_request, response) => {
    response.set('Cache-Control', 'no-cache');
    response.type('html').send(`${head}<app-root ngCspNonce="${styleNonceOf(response)}"${tail}`);
  };
  router.get('/index.html', page);
  router.use(
    express.static(folder, {
      index: false,
      // What it would redirect to is part of the address, which may be anything.
      redirect: false,
      setHeaders: (response, path) => {
        response.set('Cache-Control', HASHED_NAME.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  router.get('/{*path}', (request, response, next) => {
    if (SERVER_PATHS.test(request.path) || !request.accepts('html')) next();
    else page(request, response, next);
  });
  return router;
}
