import type { JsonSchema } from './hostile-values.js';
import type { TestApi } from './test-api.js';

export interface DocumentedRoute {
  method: string;
  /** With `{id}` and the like where ids stand. */
  path: string;
  operation: {
    parameters?: { name: string; in: string; schema: JsonSchema }[];
    requestBody?: { content: Record<string, { schema: JsonSchema }> };
  };
}

/** Every route of the OpenAPI document, which a test holds against the routes that there are. */
export async function documentedRoutes(api: TestApi): Promise<DocumentedRoute[]> {
  const { paths } = await api.expect<{ paths: Record<string, Record<string, DocumentedRoute['operation']>> }>('GET', '/api/docs-json');
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}
