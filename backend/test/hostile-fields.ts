import { z } from 'zod';
import type { JsonSchema } from './hostile-values.js';

/** A value that one field must refuse, in what is otherwise as it should be. */
export interface HostileField<T> {
  /** As a problem names it: `voucher.code`. */
  field: string;
  /** The whole body, or the values of a parameter. */
  given: T;
}

type Path = readonly (string | number)[];

/** Operators, other types, and too much. */
const VALUES: readonly unknown[] = [
  { $gt: '' }, { $ne: null }, { $where: 'sleep(1000)' }, { constructor: { prototype: {} } },
  null, true, -1, 1.5, 1e308, '', '__proto__', 'constructor', 'x'.repeat(5_000), [], [[]], {},
];

/** Fields that no object of a request has. */
const STRANGERS = ['__proto__', 'constructor', '$where', '_id'];

/** Of these, some value fits whatever the schemas ask for. */
const PLAIN: readonly unknown[] = ['plain-text', 'EUR', '7', '/tasks', 'ann@x.test', '2099-01-01T00:00:00.000Z', 1, true];

/** Tells whether a value is as the schema says. */
export function judgeOf(schema: JsonSchema): (value: unknown) => boolean {
  const judge = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
  return (value) => judge.safeParse(value).success;
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** A small value that the schema allows: an object has the fields that it must have, or else its first. */
export function example(schema: JsonSchema): unknown {
  const [first = schema] = alternatives(schema);
  if (first !== schema) return example(first);
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [example(schema.items ?? {})];
  if (schema.type !== 'object') return PLAIN.find(judgeOf(schema));
  const properties = Object.entries(schema.properties ?? {});
  const needed = schema.required ? properties.filter(([name]) => schema.required?.includes(name)) : properties.slice(0, 1);
  return Object.fromEntries(needed.map(([name, inner]) => [name, example(inner)]));
}

function refusedBy(schema: JsonSchema): unknown[] {
  const allows = judgeOf(schema);
  const tooMany = schema.maxItems === undefined ? [] : Array.from({ length: schema.maxItems + 1 }, () => example(schema.items ?? {}));
  return [...VALUES, tooMany, [example(schema)]].filter((value) => !allows(value));
}

/** The same value with another one at the end of the path; `__proto__` is a name like any other. */
function withValue(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const copy: object = Array.isArray(whole) ? [...(whole as unknown[])] : { ...(whole as object | undefined) };
  const inner: unknown = Object.getOwnPropertyDescriptor(copy, name)?.value;
  return Object.defineProperty(copy, name, { value: withValue(inner, rest, value), enumerable: true, configurable: true });
}

/** @param whole the body around the field, in which the field itself need not be there yet */
function* hostileBelow(schema: JsonSchema, whole: unknown, path: Path): Generator<HostileField<unknown>> {
  for (const value of refusedBy(schema)) yield { field: path.join('.'), given: withValue(whole, path, value) };
  for (const each of alternatives(schema)) {
    const around = withValue(whole, path, example(each));
    for (const [name, inner] of Object.entries(each.properties ?? {})) yield* hostileBelow(inner, around, [...path, name]);
    if (each.items) yield* hostileBelow(each.items, around, [...path, 0]);
    if (each.additionalProperties !== false) continue;
    for (const name of STRANGERS) yield { field: [...path, name].join('.'), given: withValue(around, [...path, name], {}) };
  }
}

/** Bodies with exactly one field that is not as the schema says, for every field and every way not to be. */
export function hostileBodies(schema: JsonSchema): HostileField<unknown>[] {
  return [...hostileBelow(schema, example(schema), [])];
}

/** The same for a parameter, whose values are texts; the last names it twice. */
export function hostileTexts(field: string, schema: JsonSchema): HostileField<string[]>[] {
  const texts = VALUES.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const allows = judgeOf(schema);
  const twice = Array.from({ length: 2 }, () => String(example(schema)));
  return [...texts.filter((value) => !allows(value)).map((value) => [value]), twice].map((given) => ({ field, given }));
}

/** The fields of a body that take any object. */
export function openFields(schema: JsonSchema, path: Path = []): string[] {
  if (path.length > 0 && judgeOf(schema)({ $gt: '' })) return [path.join('.')];
  return alternatives(schema).flatMap(({ properties = {}, items }) => [
    ...Object.entries(properties).flatMap(([name, inner]) => openFields(inner, [...path, name])),
    ...(items ? openFields(items, [...path, 0]) : []),
  ]);
}
