import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** The parts of the documentation page, relative to the API's prefix. */
const INIT = `SwaggerUIBundle({
  url: 'docs-json',
  dom_id: '#docs',
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  validatorUrl: null,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Eventide API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="docs/assets/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="docs/assets/swagger-ui-bundle.js"></script>
    <script src="docs/init.js"></script>
  </body>
</html>
`;

const ASSETS = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

/**
 * `docs` and `docs-json`, under a content security policy without inline scripts.
 * @param document the OpenAPI document
 */
export function apiDocs(document: object): Router {
  const json = JSON.stringify(document);
  const router = Router({ strict: true });
  router.get('/docs-json', (_request, response) => {
    response.type('json').send(json);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/init.js', (_request, response) => {
    response.type('js').send(INIT);
  });
  router.use('/docs/assets', express.static(ASSETS, { index: false, maxAge: '1h' }));
  return router;
}
