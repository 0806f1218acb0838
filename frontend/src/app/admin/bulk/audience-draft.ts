import { schema, validate } from '@angular/forms/signals';
import type { Audience } from '@eventide/contracts';

/** An audience as a form holds it: an empty list or text for what doesn't matter. */
export interface AudienceDraft {
  departments: string[];
  grades: string[];
  roles: string[];
  minExperienceYears: string;
  maxExperienceYears: string;
}

export const EVERYBODY: AudienceDraft = {
  departments: [],
  grades: [],
  roles: [],
  minExperienceYears: '',
  maxExperienceYears: '',
};

/** What the server is asked; what is left empty is left out. */
export function audienceOf({ departments, grades, roles, ...years }: AudienceDraft): Audience {
  const min = years.minExperienceYears.trim();
  const max = years.maxExperienceYears.trim();
  return {
    ...(departments.length > 0 && { departments }),
    ...(grades.length > 0 && { grades }),
    ...(roles.length > 0 && { roles }),
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
  return /^\s*(\d{1,2}([.]\d{1,6})?)?\s*$/.test(text);
}
