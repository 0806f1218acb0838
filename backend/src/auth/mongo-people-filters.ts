import type { Audience } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { hireDays } from './experience.js';
import type { EmployeeFilter, EmployeePlace } from './people.repository.js';
import type { PersonRecord } from './person.schema.js';
import { wordsOf } from './search-words.js';

type Filter = mongo.Filter<PersonRecord>;

/** The text as a pattern that matches just it. BSON ends a pattern at a NUL, so that one is written as its number. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\0', '\\x00');
}

/** Without a flag for case: only so does it find its place in an index. */
function beginning(word: string): RegExp {
  return new RegExp(`^${escaped(word)}`);
}

/** People with every word of the text at the beginning of one of theirs. */
export function namedLike(text: string): Filter {
  const words = wordsOf(text).map((word) => ({ words: beginning(word) }));
  return words.length === 0 ? {} : { $and: words };
}

/** Who is meant at `now`. */
export function meantBy(audience: Audience, now: Date): Filter {
  const { after, latest } = hireDays(audience.minExperienceYears, audience.maxExperienceYears, now);
  return {
    ...(audience.departments && { department: { $in: audience.departments } }),
    ...(audience.grades && { grade: { $in: audience.grades } }),
    ...(audience.roles && { roles: { $in: audience.roles } }),
    ...(audience.userIds && { _id: { $in: audience.userIds } }),
    ...((after !== undefined || latest !== undefined) && {
      hiredAt: { ...(after !== undefined && { $gt: after }), ...(latest !== undefined && { $lte: latest }) },
    }),
  };
}

/** Who is listed at `now`. */
export function listedBy({ text = '', ...audience }: EmployeeFilter, now: Date): Filter {
  const words = wordsOf(text).map(beginning);
  const found = words.map((word) => ({ $or: [{ words: word }, { emailKey: { $type: 'string' as const, $regex: word } }] }));
  return { ...meantBy(audience, now), ...(found.length > 0 && { $and: found }) };
}

/** Those behind a place, by name and id. */
export function behind({ name, id }: EmployeePlace): Filter {
  return { name: { $gte: name }, $or: [{ name: { $gt: name } }, { _id: { $gt: id } }] };
}
