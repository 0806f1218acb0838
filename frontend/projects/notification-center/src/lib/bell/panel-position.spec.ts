/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { panelLeft } from './panel-position';

describe(panelLeft.name, () => {
  const bell = { left: 900, right: 944 };

  it('ends where the bell ends', () => {
    expect(panelLeft(bell, 400, 1_200, 'ltr')).toBe(-356);
  });

  it('begins where the bell begins when text runs from right to left', () => {
    expect(panelLeft(bell, 250, 1_200, 'rtl')).toBe(0);
  });

  it('stays in the viewport on both sides', () => {
    expect(panelLeft({ left: 200, right: 244 }, 344, 360, 'ltr')).toBe(8 - 200);
    expect(panelLeft({ left: 300, right: 344 }, 200, 360, 'rtl')).toBe(152 - 300);
  });
});
