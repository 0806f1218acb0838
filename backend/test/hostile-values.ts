import type { Random } from './random.js';

/** The parts of a JSON schema that tell what a value may be. */
export interface JsonSchema {
  type?: string | string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  additionalProperties?: boolean;
  maxItems?: number;
  minimum?: number;
}

const STRANGE: readonly unknown[] = [
  null, true, 0, -1, 1.5, 2 ** 53, 1e308, '', ' ', 'x', '\0', '\ud800', '😀', '‮\u200b', 'x'.repeat(5_000),
  [], {}, [[]], [null], { $ne: null }, { $gt: '' }, { $where: 'sleep(1000)' }, { __proto__x: 1 }, '__proto__', 'constructor',
  '../../etc/passwd', '%00', '<img src=x onerror=alert(1)>', 'javascript:alert(1)', '//evil.test', '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59.999Z', '-000001-01-01T00:00:00Z', JSON.parse('{"__proto__":{"admin":true}}'),
];

const DEEPEST = 60;

/** Something that no schema asks for. */
export function strangeValue(random: Random): unknown {
  if (!random.chance(0.1)) return random.pick(STRANGE);
  let deep: unknown = random.pick(STRANGE);
  for (let level = random.below(DEEPEST); level > 0; level -= 1) deep = random.chance(0.5) ? [deep] : { a: deep };
  return deep;
}

/** A value that the schema may allow: its limits are kept only by chance. */
function likelyValue(random: Random, schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return nearlyValid(random, random.pick(choices));
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => random.chance(schema.required?.includes(name) ? 0.97 : 0.4))
          .map(([name, property]) => [name, nearlyValid(random, property)]),
      );
    case 'array':
      return Array.from({ length: random.below(4) }, () => nearlyValid(random, schema.items ?? {}));
    case 'integer':
    case 'number':
      return random.below(20);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return random.pick(['ann', 'user1', 'admin', '/tasks', 'a@b.test', '2099-01-01T00:00:00.000Z', 'plain text']);
  }
}

/** Follows the schema, but for a strange value or field here and there. */
export function nearlyValid(random: Random, schema: JsonSchema): unknown {
  if (random.chance(0.07)) return strangeValue(random);
  const value = likelyValue(random, schema);
  if (schema.type !== 'object' || !random.chance(0.05)) return value;
  return { ...(value as object), [random.pick(['_id', 'userId', '$where', 'seq', 'constructor'])]: strangeValue(random) };
}
