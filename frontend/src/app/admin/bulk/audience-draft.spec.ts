import { describe, expect, it } from '@jest/globals';
import { EVERYBODY, audienceOf, isYears } from './audience-draft';

describe(audienceOf.name, () => {
  it('leaves out what is left empty', () => {
    expect(audienceOf({ ...EVERYBODY, maxExperienceYears: ' ' })).toEqual({});
  });

  it('keeps what is chosen, and reads numbers', () => {
    expect(
      audienceOf({ ...EVERYBODY, departments: ['Sales', 'Engineering'], minExperienceYears: ' 2.5 ' }),
    ).toEqual({ departments: ['Sales', 'Engineering'], minExperienceYears: 2.5 });
  });

  it('takes no experience at all for a bound', () => {
    expect(audienceOf({ ...EVERYBODY, maxExperienceYears: '0' })).toEqual({ maxExperienceYears: 0 });
  });
});

describe(isYears.name, () => {
  it.each(['', ' ', '0', '12', '2.5'])('accepts "%s"', (text) => expect(isYears(text)).toBe(true));
  it.each(['-1', 'two', '1.', '100', '1,5', '1e1'])('refuses "%s"', (text) => expect(isYears(text)).toBe(false));
});
