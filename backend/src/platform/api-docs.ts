import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';

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

const PACKAGE = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
/** What the page needs of the package; the rest of it are pages of its own. */
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/**
 * `docs` and `docs-json`, under a content security policy without inline scripts.
 * @param makeDocument the OpenAPI document; asked for when somebody first wants it
 */
export function apiDocs(makeDocument: () => Promise<object>): Router {
  let json: Promise<string> | undefined;
  const router = Router({ strict: true });
  router.get('/docs-json', async (_request, response) => {
    json ??= makeDocument().then((document) => JSON.stringify(document));
    response.type('json').send(await json);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/init.js', (_request, response) => {
    response.type('js').send(INIT);
  });
  for (const name of ASSETS) {
    router.get(`/docs/assets/${name}`, (_request, response) => {
      response.sendFile(join(PACKAGE, name), { maxAge: '1h' });
    });
  }
  return router;
}
