import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { BytesReader } from '../../../test/bytes-reader.js';
import { partsOf, workbookOf, zipOf, type TestCell } from '../../../test/workbook-file.js';
import type { Row } from './cell.js';
import { WorkbookError } from './workbook-error.js';
import { WorkbookReader } from './workbook-reader.js';

const open = (bytes: Buffer) => WorkbookReader.open(new BytesReader(bytes), bytes.length);

async function rowsOf(bytes: Buffer, sheet = 'Sheet'): Promise<Row[]> {
  const workbook = await open(bytes);
  const rows: Row[] = [];
  for await (const some of workbook.rows(sheet)) rows.push(...some);
  workbook.close();
  return rows;
}

async function cellsOf(cells: TestCell[], extra?: Record<string, string>) {
  return (await rowsOf(await workbookOf({ Sheet: [cells] }, extra)))[0]?.cells;
}

const refusal = async (bytes: Buffer) => {
  const failure: unknown = await rowsOf(bytes).then(() => 'read', (error: unknown) => error);
  return failure instanceof WorkbookError ? failure.message : failure;
};

/** Over 10 MB that are not packed suspiciously well. */
const ENDLESS = `<a>${Array.from({ length: 800_000 }, (_, i) => `<b c="${i}"/>`).join('')}</a>`;

describe(WorkbookReader.name, () => {
  it('gives sheets and rows in their order, with their numbers', async () => {
    const workbook = await open(await workbookOf({ B: [['x']], 'A & more': [] }));
    expect(workbook.sheets).toEqual(['B', 'A & more']);
    expect(await rowsOf(await workbookOf({ Sheet: [['a', 1], [], [null, 'c']] }))).toEqual([
      { number: 1, cells: ['a', 1] },
      { number: 2, cells: [] },
      { number: 3, cells: [undefined, 'c'] },
    ]);
  });

  it('reads shared texts, also of several pieces, without their phonetics', async () => {
    const strings =
      '<sst><si><t>plain</t></si><si><r><t>two </t></r><r><rPr/><t xml:space="preserve">pieces</t></r></si>' +
      '<si><t>漢字</t><rPh sb="0" eb="1"><t>かんじ</t></rPh></si><si><t>a_x000A_b</t></si></sst>';
    const shared = (index: number): TestCell => ({ xml: `<c t="s"><v>${index}</v></c>` });
    expect(await cellsOf([shared(0), shared(1), shared(2), shared(3), shared(4)], { 'xl/sharedStrings.xml': strings })).toEqual([
      'plain', 'two pieces', '漢字', 'a\nb', { error: 'a text that is missing' },
    ]);
  });

  it('takes the stored value of a formula, and evaluates none', async () => {
    expect(await cellsOf([
      { xml: '<c><f>1+1</f><v>3</v></c>' },
      { xml: '<c t="str"><f>HYPERLINK("http://a.test")</f><v>text</v></c>' },
      { xml: '<c><f>NOW()</f></c>' },
    ])).toEqual([3, 'text']);
  });

  it('tells booleans and errors', async () => {
    expect(await cellsOf([{ xml: '<c t="b"><v>1</v></c>' }, { xml: '<c t="b"><v>0</v></c>' }, { xml: '<c t="e"><v>#REF!</v></c>' }]))
      .toEqual([true, false, { error: '#REF!' }]);
  });

  it('knows dates by their format, in both date systems', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    const cells = [0, 1, 2].map((style): TestCell => ({ xml: `<c s="${style}"><v>45000</v></c>` }));
    expect(await cellsOf(cells, { 'xl/styles.xml': styles })).toEqual([45_000, { serial: 45_000 }, { serial: 45_000 }]);
    const parts = partsOf({ Sheet: [[...cells, { xml: '<c s="1"><v>0.5</v></c>' }]] }, { 'xl/styles.xml': styles });
    const since1904 = { ...parts, 'xl/workbook.xml': parts['xl/workbook.xml']!.replace('<sheets>', '<workbookPr date1904="1"/><sheets>') };
    expect((await rowsOf(await zipOf(since1904)))[0]?.cells.slice(2)).toEqual([{ serial: 46_462 }, { serial: 0.5 }]);
  });

  it('reads other writers\' ways: prefixes, no references, absolute targets', async () => {
    const parts = partsOf({ Sheet: [] });
    parts['xl/worksheets/sheet1.xml'] =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="d"><x:v>2020-01-02</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    parts['xl/_rels/workbook.xml.rels'] = parts['xl/_rels/workbook.xml.rels']!.replace('Target="', 'Target="/xl/');
    expect(await rowsOf(await zipOf(parts))).toEqual([{ number: 1, cells: ['2020-01-02', 2] }]);
  });

  it('reads characters that are cut by the pieces of the file', async () => {
    const text = '😀é'.repeat(5_000);
    const rows = await rowsOf(await workbookOf({ Sheet: Array.from({ length: 20 }, () => [text]) }));
    expect(rows.map(({ cells }) => cells[0])).toEqual(Array(20).fill(text));
  });

  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['no zip', async () => Buffer.from('employeeId,name\n'), /damaged/],
    ['nothing', async () => Buffer.alloc(0), /damaged/],
    ['a zip of something else', () => zipOf({ 'readme.txt': 'Hello' }), /not an Excel workbook/],
    ['half a file', async () => (await workbookOf({ Sheet: [['x']] })).subarray(0, -40), /damaged/],
    ['macros', () => workbookOf({ Sheet: [] }, { 'xl/vbaProject.bin': 'x' }), /macros/],
    ['broken XML', () => workbookOf({ Sheet: [] }, { 'xl/worksheets/sheet1.xml': '<worksheet><row></worksheet>' }), /damaged/],
    ['a missing part', async () => {
      const { 'xl/worksheets/sheet1.xml': _sheet, ...parts } = partsOf({ Sheet: [] });
      return zipOf(parts);
    }, /damaged/],
    ['entities', () => workbookOf({ Sheet: [] }, { 'xl/workbook.xml': '<!DOCTYPE w [<!ENTITY a "b">]><workbook>&a;</workbook>' }), /damaged/],
    ['deep nesting', () => workbookOf({ Sheet: [] }, { 'xl/worksheets/sheet1.xml': '<a>'.repeat(100) }), /nested/],
    ['a bomb', () => workbookOf({ Sheet: [] }, { 'xl/worksheets/sheet1.xml': ' '.repeat(20_000_000) }), /packed/],
    ['an endless text', () => workbookOf({ Sheet: [[`${'ab '.repeat(20_000)}`]] }), /text that is too long/],
    ['an endless name', () => workbookOf({ Sheet: [] }, { 'xl/worksheets/sheet1.xml': `<${'ab'.repeat(1_000_000)}` }), /text that is too long/],
    ['a chart in the place of a table', () => {
      const parts = partsOf({ Sheet: [] });
      parts['xl/_rels/workbook.xml.rels'] = parts['xl/_rels/workbook.xml.rels']!.replace('/worksheet"', '/chartsheet"');
      return zipOf(parts);
    }, /not a table/],
    ['too many columns', () => workbookOf({ Sheet: [[{ xml: '<c r="XFD1"><v>1</v></c>' }]] }, {
      'xl/worksheets/sheet1.xml': '<worksheet><row><c r="XFD1"><v>1</v></c></row></worksheet>',
    }), /256 columns/],
    ...['1048577', '1e300', 'Infinity', '2.5', 'x'].map((row): [string, () => Promise<Buffer>, RegExp] => [`a row ${row}`, () => workbookOf({ Sheet: [] }, {
      'xl/worksheets/sheet1.xml': `<worksheet><row r="${row}"/></worksheet>`,
    }), /no sheet has/]),
    ...['xl/styles.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'].map((path): [string, () => Promise<Buffer>, RegExp] => [`an endless ${path}`, () => workbookOf({ Sheet: [] }, {
      [path]: ENDLESS,
    }), /too many sheets, links or formats/]),
    ['rows out of order', () => workbookOf({ Sheet: [] }, {
      'xl/worksheets/sheet1.xml': '<worksheet><row r="2"/><row r="2"/></worksheet>',
    }), /out of order/],
  ])('refuses %s', async (_what, bytes, sentence) => {
    expect(await refusal(await bytes())).toMatch(sentence);
  });

  it('refuses an entry that holds more than the directory says', async () => {
    const bytes = await workbookOf({ Sheet: [] }, { 'xl/worksheets/sheet1.xml': `<worksheet>${' '.repeat(50_000)}</worksheet>` });
    const place = bytes.indexOf('xl/worksheets/sheet1.xml', bytes.indexOf('PK\x01\x02', 0, 'latin1'));
    bytes.writeUInt32LE(100, place - 46 + 24);
    expect(await refusal(bytes)).toMatch(/damaged/);
  });

  it('lets an error of the source through as it is', async () => {
    class LostSource extends Error {}
    const bytes = await workbookOf({ Sheet: [['x']] });
    const source = new BytesReader(bytes);
    source._readStreamForRange = () => Readable.from((function* () { throw new LostSource(); })());
    await expect(WorkbookReader.open(source, bytes.length)).rejects.toBeInstanceOf(LostSource);
  });
});
