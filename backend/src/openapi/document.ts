import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ERRORS, LIMITS, type ErrorCode } from '@eventide/contracts';
import { accessRules, type HandlerAccess } from './access-rules.js';
import { answerSchemas, schemaRef } from './answer-schemas.js';
import { ROUTES, type RouteAnswer } from './routes.js';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
const PERSON = { accessToken: [] };
const SERVICE = { apiKey: [] };

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Headings of routes that don't begin with them. */
const HEADINGS: Readonly<Record<string, string>> = {
  'api-keys': 'API keys',
  auth: 'sessions',
  comments: 'tasks',
  demo: 'people',
  employees: 'directory',
  me: 'people',
  metrics: 'health',
  notices: 'announcements',
  organisation: 'directory',
  stream: 'streams',
};

const FILE = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
    },
  },
};

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeating a request with the same key repeats its first answer.',
  schema: { type: 'string', minLength: 1, maxLength: LIMITS.key },
} as const;

/** What opens a stream where no header can be set, and what takes it up again. */
const STREAM_PARAMETERS = [
  { name: 'ticket', in: 'query', required: false, description: 'In place of the header `Authorization`.', schema: { type: 'string' } },
  { name: 'Last-Event-ID', in: 'header', required: false, description: 'The `id` of the last event that was applied.', schema: { type: 'string' } },
] as const;

function streamOf(events: readonly string[]) {
  const schema = { type: 'string', description: `Events: ${events.map((event) => `\`${event}\``).join(', ')}` } as const;
  return { content: { 'text/event-stream': { schema } } };
}

function jsonOf(answer: string | readonly string[]): object {
  if (typeof answer !== 'string') return { anyOf: answer.map(jsonOf) };
  if (!answer.endsWith('[]')) return { $ref: schemaRef(answer) };
  const items = { type: 'array', items: { $ref: schemaRef(answer.slice(0, -2)) } };
  return { type: 'object', properties: { items }, required: ['items'] };
}

function problem(code: ErrorCode) {
  const schema = { $ref: schemaRef('Problem') };
  return { description: `${ERRORS[code].title}: \`${code}\``, content: { 'application/problem+json': { schema } } };
}

/** The errors that a route can end in, by what it asks for. */
function problemsOf(operation: Operation, access: HandlerAccess, { creates, conflicts }: RouteAnswer): Operation['responses'] {
  const takesInput = operation.requestBody !== undefined || (operation.parameters?.length ?? 0) > 0;
  return {
    ...(takesInput && { 400: problem('invalid_request') }),
    ...(access !== 'public' && { 401: problem('unauthorized') }),
    403: problem('forbidden'),
    404: problem('not_found'),
    ...((operation.requestBody ?? conflicts) && { 409: problem('conflict') }),
    ...(operation.requestBody && { 413: problem('too_large') }),
    ...(creates && { 422: problem('idempotency_mismatch') }),
    429: problem('rate_limited'),
    503: problem('unavailable'),
  };
}

function securityOf(access: HandlerAccess) {
  if (access === 'public') return [];
  return access.scopes ? [PERSON, SERVICE] : [PERSON];
}

function whoMay(access: HandlerAccess): string {
  if (access === 'public') return 'Open to everybody.';
  const people = access.roles ? `people with role ${access.roles.join(' or ')}` : 'every signed-in person';
  return access.scopes ? `For ${people}, and API keys with scope ${access.scopes.join(' or ')}.` : `For ${people}.`;
}

function headingOf(path: string): string {
  const [first = ''] = path.replace(/^\/(api\/)?/, '').split('/');
  return HEADINGS[first] ?? first;
}

function complete(operation: Operation, route: RouteAnswer, access: HandlerAccess): void {
  operation.summary = route.summary;
  operation.description = whoMay(access);
  operation.security = securityOf(access);
  if (route.upload) operation.requestBody = FILE;
  if (route.creates) operation.parameters = [...(operation.parameters ?? []), KEY_PARAMETER];
  if (route.events) operation.parameters = [...(operation.parameters ?? []), ...STREAM_PARAMETERS];
  const [status = '200'] = Object.keys(operation.responses);
  const schema = route.answer === null ? undefined : jsonOf(route.answer);
  operation.responses = {
    [status]: {
      description: 'Done',
      ...(schema && { content: { 'application/json': { schema } } }),
      ...(route.events && streamOf(route.events)),
    },
    ...(route.dryRun && { 200: { description: 'A dry run', content: { 'application/json': { schema: jsonOf('DryRun') } } } }),
    ...problemsOf(operation, access, route),
  };
}

/**
 * The OpenAPI document of all routes, with who may call them and every answer. What makes it is loaded for it alone: it
 * is a sixth of all files, and most nodes are never asked.
 */
export async function openApiDocument(app: INestApplication): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const base = new DocumentBuilder()
    .setTitle('Eventide')
    .setDescription('Notifications and announcements that reach every device.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A person' }, 'accessToken')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'ek_…', description: 'A service' }, 'apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, base);
  const rules = accessRules(app);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      const route = ROUTES[`${method.toUpperCase()} ${path}`];
      if (!operation || !route) continue;
      operation.tags = [headingOf(path)];
      complete(operation, route, rules.get(operation.operationId ?? '') ?? {});
    }
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...answerSchemas() } };
  return document;
}
