/** Horizontal extents in CSS pixels, measured from the viewport's left edge. */
export interface Extent {
  readonly left: number;
  readonly right: number;
}

const EDGE = 8;

/**
 * Where the panel's left edge lies relative to the bell's: aligned with the bell's end, and always inside the
 * viewport. Measured rather than styled, since a bell may stand anywhere in its host's header.
 */
export function panelLeft(
  bell: Extent,
  panelWidth: number,
  viewportWidth: number,
  direction: 'ltr' | 'rtl',
): number {
  const wished = direction === 'rtl' ? bell.left : bell.right - panelWidth;
  const furthest = Math.max(EDGE, viewportWidth - panelWidth - EDGE);
  return Math.min(Math.max(EDGE, wished), furthest) - bell.left;
}
