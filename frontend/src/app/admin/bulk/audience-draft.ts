import { schema, validate } from '@angular/forms/signals';
import type { Audience } from '@eventide/contracts';

/** An audience as a form holds it: lists as texts with commas, an empty text for what doesn't matter. */
export interface AudienceDraft {
  departments: string;
  grades: string;
  roles: string;
  minExperienceYears: string;
  maxExperienceYears: string;
}

export const EVERYBODY: AudienceDraft = {
  departments: '',
  grades: '',
  roles: '',
  minExperienceYears: '',
  maxExperienceYears: '',
};

/** What the server is asked; fields left empty are left out. */
export function audienceOf(draft: AudienceDraft): Audience {
  const { departments, grades, roles } = draft;
  const lists = Object.entries({ departments, grades, roles }).map(([name, text]) => [name, listIn(text)] as const);
  const min = draft.minExperienceYears.trim();
  const max = draft.maxExperienceYears.trim();
  return {
    ...Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
    ...(min !== '' && { minExperienceYears: Number(min) }),
    ...(max !== '' && { maxExperienceYears: Number(max) }),
  };
}

/** What may be written in the fields. */
export const audienceRules = schema<AudienceDraft>((path) => {
  for (const years of [path.minExperienceYears, path.maxExperienceYears]) {
    validate(years, ({ value }) => (isYears(value()) ? null : { kind: 'years', message: 'A number of years.' }));
  }
  validate(path.maxExperienceYears, ({ value, valueOf }) => {
    const [min, max] = [valueOf(path.minExperienceYears).trim(), value().trim()];
    const crossed = min !== '' && max !== '' && Number(max) < Number(min);
    return crossed ? { kind: 'crossed', message: 'Not less than the years to start from.' } : null;
  });
});

/** A number of years that a person can have worked, or nothing. */
export function isYears(text: string): boolean {
  return /^\s*(\d{1,2}([.]\d+)?)?\s*$/.test(text);
}

function listIn(text: string): string[] {
  const values = text.split(',').map((value) => value.trim());
  return [...new Set(values.filter(Boolean))];
}
