import { judgeOf } from './hostile-fields.js';
import type { JsonSchema } from './hostile-values.js';
import type { Random } from './random.js';

/**
 * A value that the schema allows. Where it asks for a text it gets one of the words, if any of them fits; a number is
 * the smallest.
 */
export function fittingValue(random: Random, schema: JsonSchema, words: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fittingValue(random, random.pick(choices), words);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || random.chance(0.5))
          .map(([name, property]) => [name, fittingValue(random, property, words)]),
      );
    case 'array':
      return [fittingValue(random, schema.items ?? {}, words)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return random.chance(0.5);
    default:
      return fittingWord(random, schema, words);
  }
}

function fittingWord(random: Random, schema: JsonSchema, words: readonly string[]): string {
  const fitting = words.filter(judgeOf(schema));
  return fitting.length > 0 ? random.pick(fitting) : '';
}
