import { describe, expect, it } from '@jest/globals';
import { columnOf, dayOf, timeOf } from './cell.js';
import { isDateFormat } from './cell-styles.js';

describe('cells', () => {
  it.each([['A1', 0], ['Z9', 25], ['AA1', 26], ['IV1', 255], ['IW1', undefined], ['XFD1', undefined], ['1', undefined]])(
    'are in a column by their reference: %s',
    (reference, column) => expect(columnOf(reference)).toBe(column),
  );

  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, undefined],
    [61, '1900-03-01'],
    [45_000.75, '2023-03-15'],
    [2_958_465, '9999-12-31'],
    [2_958_466, undefined],
    [0, undefined],
    [-1, undefined],
  ])('hold a day as a serial number: %d', (serial, day) => expect(dayOf(serial)).toBe(day));

  it.each([[0, '00:00'], [0.375, '09:00'], [45_000.73958333333, '17:45'], [0.99999, '00:00']])(
    'hold a time as a part of a day: %d',
    (serial, time) => expect(timeOf(serial)).toBe(time),
  );

  it.each([
    ['yyyy-mm-dd', true],
    ['[$-407]d. mmmm yyyy', true],
    ['[h]:mm:ss', true],
    ['h "o\'clock"', true],
    ['General', false],
    ['0.00', false],
    ['"days" 0', false],
    ['#,##0 [Red]', false],
    ['0;[Red]-0;"d"', false],
    ['\\d0', false],
    ['d'.repeat(255), true],
    ['d'.repeat(256), false],
  ])('show a date by their format: %s', (code, isDate) => expect(isDateFormat(code)).toBe(isDate));
});
