import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const KINDS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A cell of a test: a text is stored in its cell, a number as it is; null is empty; `xml` is put in as it stands. */
export type TestCell = string | number | null | { xml: string };

/** A zip of these parts. */
export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** The parts of a workbook with these sheets, each a list of rows; `extra` parts are added, or take the place of one. */
export function partsOf(sheets: Readonly<Record<string, TestCell[][]>>, extra: Record<string, string> = {}): Record<string, string> {
  const names = Object.keys(sheets);
  const links = names.map((_, i) => relationship(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`));
  const others = ['sharedStrings', 'styles'].filter((kind) => `xl/${kind}.xml` in extra);
  return {
    '_rels/.rels': relationships([relationship('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/_rels/workbook.xml.rels': relationships([...links, ...others.map((kind) => relationship(kind, kind, `${kind}.xml`))]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${KINDS}"><sheets>${names
      .map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet(sheets[name] ?? [])])),
    ...extra,
  };
}

/** A whole `.xlsx` with these sheets. */
export function workbookOf(sheets: Readonly<Record<string, TestCell[][]>>, extra?: Record<string, string>): Promise<Buffer> {
  return zipOf(partsOf(sheets, extra));
}

function relationship(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="${KINDS}/${kind}" Target="${target}"/>`;
}

function relationships(links: readonly string[]): string {
  return `<Relationships xmlns="${RELATIONSHIPS}">${links.join('')}</Relationships>`;
}

function sheet(rows: TestCell[][]): string {
  const xml = rows.map((cells, i) => `<row r="${i + 1}">${cells.map((cell, j) => cellXml(cell, `${letter(j)}${i + 1}`)).join('')}</row>`);
  return `<worksheet xmlns="${MAIN}"><sheetData>${xml.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: TestCell, place: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  return cell.xml.replace('<c', `<c r="${place}"`);
}

function letter(column: number): string {
  return String.fromCharCode(65 + column);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
