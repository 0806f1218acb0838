/** What a spreadsheet would take for a formula, also behind the spaces that it ignores. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** The same in the middle of a field: where the list separator is a semicolon, a spreadsheet splits there, and minds no quotes. */
const FORMULA_BEHIND_SEPARATOR = /[;\t\r\n][\s"]*(?=[=+\-@＝＋－＠])/g;

/** What would be a formula is shown as text, by an apostrophe before it. */
function withoutFormulas(text: string): string {
  const behind = text.replace(FORMULA_BEHIND_SEPARATOR, "$&'");
  return FORMULA.test(text) ? `'${behind}` : behind;
}

/** One field of RFC 4180. */
function csvField(text: string): string {
  const harmless = withoutFormulas(text);
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One record of RFC 4180, with its line break. */
export function csvRecord(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => (typeof field === 'number' ? String(field) : csvField(field))).join(',')}\r\n`;
}
