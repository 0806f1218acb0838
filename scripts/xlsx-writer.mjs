import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const KINDS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const ROWS_AT_ONCE = 500;
/** The second cell format of {@link STYLES}. */
const DATE_STYLE = 1;
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** The day 25569 of a workbook is the first of 1970. */
const serialOf = (date) => date.getTime() / 86_400_000 + 25_569;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const relationship = (id, kind, target) => `<Relationship Id="${id}" Type="${KINDS}/${kind}" Target="${target}"/>`;
const relationships = (links) => `<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}</Relationships>`;

/** Texts by number, in the order of their first use. */
class SharedStrings {
  #numbers = new Map();

  numberOf(text) {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  *xml() {
    yield `${DECLARATION}<sst xmlns="${MAIN}">`;
    for (const text of this.#numbers.keys()) yield `<si><t>${escaped(text)}</t></si>`;
    yield '</sst>';
  }
}

function cellXml(value, reference, strings) {
  if (value === null) return '';
  if (value instanceof Date) return `<c r="${reference}" s="${DATE_STYLE}"><v>${serialOf(value)}</v></c>`;
  if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
  return `<c r="${reference}" t="s"><v>${strings.numberOf(value)}</v></c>`;
}

function* sheetXml(rows, strings) {
  let xml = `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>`;
  let number = 0;
  for (const row of rows) {
    number += 1;
    const cells = row.map((value, column) => cellXml(value, `${String.fromCharCode(65 + column)}${number}`, strings));
    xml += `<row r="${number}">${cells.join('')}</row>`;
    if (number % ROWS_AT_ONCE > 0) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sheetData></worksheet>`;
}

function contentTypes(sheets) {
  const part = (path, type) =>
    `<Override PartName="/xl/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const parts = sheets.map((_, i) => part(`worksheets/sheet${i + 1}.xml`, 'worksheet'));
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${[
    part('workbook.xml', 'sheet.main'),
    part('styles.xml', 'styles'),
    part('sharedStrings.xml', 'sharedStrings'),
    ...parts,
  ].join('')}</Types>`;
}

/**
 * Writes an Excel workbook; rows may be made while it is written.
 * @param {string} path of the file
 * @param {readonly {name: string, rows: Iterable<(string | number | Date | null)[]>}[]} sheets at most 26 columns each
 */
export async function writeWorkbook(path, sheets) {
  const zip = new ZipFile();
  const strings = new SharedStrings();
  const add = (name, xml) => zip.addBuffer(Buffer.from(DECLARATION + xml), name);
  add('[Content_Types].xml', contentTypes(sheets));
  add('_rels/.rels', relationships([relationship('rId1', 'officeDocument', 'xl/workbook.xml')]));
  const tags = sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="sheet${i + 1}"/>`);
  add('xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${KINDS}"><sheets>${tags.join('')}</sheets></workbook>`);
  const links = sheets.map((_, i) => relationship(`sheet${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`));
  const others = [relationship('styles', 'styles', 'styles.xml'), relationship('strings', 'sharedStrings', 'sharedStrings.xml')];
  add('xl/_rels/workbook.xml.rels', relationships([...links, ...others]));
  add('xl/styles.xml', STYLES);
  // Parts are made one after another, so all texts are known when theirs begins.
  const parts = sheets.map(({ rows }, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(rows, strings)]);
  for (const [name, xml] of [...parts, ['xl/sharedStrings.xml', strings.xml()]]) zip.addReadStream(Readable.from(xml), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}
