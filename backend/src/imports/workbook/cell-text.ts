import { WorkbookError } from './workbook-error.js';

/** As many characters as a cell can have in an office program. */
const LONGEST_TEXT = 32_767;
const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/** A text and its next piece. @throws WorkbookError for more than a cell can hold */
export function joined(text: string, piece: string): string {
  if (text.length + piece.length > LONGEST_TEXT) throw new WorkbookError('The workbook holds a text that is too long.');
  return text + piece;
}

/** Office programs write characters that XML can't hold as `_x000D_`, and such a text itself as `_x005F_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPE, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A copy of its own: pieces of a larger text keep all of it in memory for as long as they live. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}
