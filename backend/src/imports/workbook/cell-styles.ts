import { readWholeXml } from './xml.js';

/** The built-in formats of dates and times, with those of East Asian languages. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** As many characters as a format has room for in an office program. What is read of a longer one would take ever longer. */
const LONGEST_CODE = 255;

/** Of what a format code says, only what shows digits: without texts in quotes, escaped characters, colours, locales. */
function bare(code: string): string {
  return code.replace(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
}

/** Whether a number in this format is shown as a date or a time. */
export function isDateFormat(code: string): boolean {
  if (code.length > LONGEST_CODE) return false;
  const [first = ''] = bare(code).split(';');
  return /[dmyhs]/i.test(first) && !/general/i.test(first);
}

/** Which cell formats show a number as a date or a time. */
export class CellStyles {
  private constructor(private readonly dates: ReadonlySet<number>) {}

  /** Of a workbook without any. */
  static readonly none = new CellStyles(new Set());

  /** @param style the attribute `s` of a cell */
  isDate(style: string | undefined): boolean {
    return style !== undefined && this.dates.has(Number(style));
  }

  /** Reads `styles.xml`. */
  static async read(chunks: AsyncIterable<Buffer>): Promise<CellStyles> {
    const dateFormats = new Set<number>();
    const dates = new Set<number>();
    let formats = 0;
    let inFormats = false;
    const isDate = (id: number) => BUILT_IN.some(([from, to]) => id >= from && id <= to) || dateFormats.has(id);
    await readWholeXml(chunks, {
      open(name, attributes) {
        if (name === 'numFmt' && isDateFormat(attributes['formatCode'] ?? '')) dateFormats.add(Number(attributes['numFmtId']));
        if (name === 'cellXfs') inFormats = true;
        if (name === 'xf' && inFormats && isDate(Number(attributes['numFmtId'] ?? 0))) dates.add(formats);
        if (name === 'xf' && inFormats) formats += 1;
      },
      close(name) {
        if (name === 'cellXfs') inFormats = false;
      },
    });
    return new CellStyles(dates);
  }
}
