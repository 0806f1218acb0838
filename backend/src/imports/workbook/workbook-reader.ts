import { posix } from 'node:path';
import type { RandomAccessReader } from 'yauzl';
import type { Row } from './cell.js';
import { CellStyles } from './cell-styles.js';
import { readSharedStrings, SharedStrings } from './shared-strings.js';
import { readRows, type CellContext } from './sheet-rows.js';
import { WorkbookArchive } from './workbook-archive.js';
import { WorkbookError } from './workbook-error.js';
import { attributeOf, readWholeXml } from './xml.js';

const NOT_A_WORKBOOK = 'The file is not an Excel workbook (.xlsx).';
const MOST_SHEETS = 100;
/** Of a part that says how others are to be read. */
const MOST_FRAME_BYTES = 10_000_000;

/** Where one part of the workbook leads to another: by id, with the last word of the kind. */
interface Relationship {
  kind: string;
  path: string;
}

/**
 * An `.xlsx` as a stream of rows. In memory are the directory, the shared texts and one chunk of a sheet, never the
 * workbook; each of them is bounded, and so is what the parts inflate to. Formulas are not evaluated, macros not run.
 */
export class WorkbookReader {
  private constructor(
    private readonly archive: WorkbookArchive,
    private readonly paths: ReadonlyMap<string, string>,
    private readonly context: CellContext,
  ) {}

  /**
   * @param source where the bytes come from; closed by {@link close}
   * @param size bytes
   * @throws WorkbookError with a sentence for the person who sent the file
   */
  static async open(source: RandomAccessReader, size: number): Promise<WorkbookReader> {
    const archive = await WorkbookArchive.open(source, size);
    try {
      return await WorkbookReader.of(archive);
    } catch (error) {
      archive.close();
      throw error;
    }
  }

  private static async of(archive: WorkbookArchive): Promise<WorkbookReader> {
    if (!archive.has('_rels/.rels')) throw new WorkbookError(NOT_A_WORKBOOK);
    const [main] = [...(await relationships(archive, '')).values()].filter(({ kind }) => kind === 'officeDocument');
    if (!main || !archive.has(main.path) || !main.path.endsWith('.xml')) throw new WorkbookError(NOT_A_WORKBOOK);
    const links = await relationships(archive, main.path);
    const { sheets, from1904 } = await contents(archive, main.path);
    const paths = new Map<string, string>();
    for (const { name, link } of sheets) {
      const target = links.get(link);
      if (target?.kind !== 'worksheet') throw new WorkbookError(`The sheet “${name}” is not a table.`);
      paths.set(name, target.path);
    }
    const partOf = (kind: string) => [...links.values()].find((link) => link.kind === kind && archive.has(link.path))?.path;
    const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
    return new WorkbookReader(archive, paths, {
      strings: strings === undefined ? new SharedStrings() : await readSharedStrings(archive.read(strings)),
      styles: styles === undefined ? CellStyles.none : await CellStyles.read(archive.read(styles, MOST_FRAME_BYTES)),
      from1904,
    });
  }

  /** The names of the sheets, in their order. */
  get sheets(): string[] {
    return [...this.paths.keys()];
  }

  /**
   * The rows of a sheet, some at a time; each call reads from the start.
   * @throws WorkbookError when there is no such sheet or it is damaged
   */
  rows(sheet: string): AsyncGenerator<Row[]> {
    const path = this.paths.get(sheet);
    if (path === undefined) throw new WorkbookError(`The workbook has no sheet “${sheet}”.`);
    return readRows(this.archive.read(path), this.context);
  }

  close(): void {
    this.archive.close();
  }
}

/** Where a part leads to. The part '' is the whole file. */
async function relationships(archive: WorkbookArchive, part: string): Promise<Map<string, Relationship>> {
  const { dir, base } = posix.parse(part);
  const path = posix.join(dir, '_rels', `${base}.rels`);
  const found = new Map<string, Relationship>();
  if (!archive.has(path)) return found;
  await readWholeXml(archive.read(path, MOST_FRAME_BYTES), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship' || mode === 'External') return;
      const kind = type.slice(type.lastIndexOf('/') + 1);
      found.set(id, { kind, path: posix.resolve('/', dir, target).slice(1) });
    },
  });
  return found;
}

interface Contents {
  sheets: { name: string; link: string }[];
  from1904: boolean;
}

async function contents(archive: WorkbookArchive, path: string): Promise<Contents> {
  const sheets: Contents['sheets'] = [];
  let isWorkbook = false;
  let from1904 = false;
  await readWholeXml(archive.read(path, MOST_FRAME_BYTES), {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      sheets.push({ name: attributes['name'] ?? '', link: attributeOf(attributes, 'id') ?? '' });
      if (sheets.length > MOST_SHEETS) throw new WorkbookError(`The workbook has more than ${MOST_SHEETS} sheets.`);
    },
  });
  if (!isWorkbook) throw new WorkbookError(NOT_A_WORKBOOK);
  return { sheets, from1904 };
}
