import { fromRandomAccessReaderPromise, type Entry, type RandomAccessReader, type ZipFile } from 'yauzl';
import { damaged, WorkbookError } from './workbook-error.js';

const MOST_ENTRIES = 2_000;
const MOST_INFLATED_BYTES = 1_000_000_000;
/** What office programs write inflates some 5 to 50 times; deflate itself could reach a thousand. */
const HIGHEST_RATIO = 200;
/** Below this nobody is hurt, whatever the ratio. */
const HARMLESS_BYTES = 10_000_000;

const MACROS = /(^|\/)(vbaProject\.bin|macrosheets\/)/i;

/**
 * The parts of an `.xlsx`, which is a zip. All limits are judged by the directory before a byte is inflated; the
 * reader then ends with an error when an entry holds more than its directory said.
 */
export class WorkbookArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /**
   * @param source where the bytes come from; it is closed with the archive
   * @param size bytes
   * @throws WorkbookError for what is no zip, too large when inflated, encrypted, or has macros
   */
  static async open(source: RandomAccessReader, size: number): Promise<WorkbookArchive> {
    let zip: ZipFile;
    try {
      zip = await fromRandomAccessReaderPromise(source, size, { autoClose: false });
    } catch (error) {
      throw damaged(error);
    }
    try {
      return new WorkbookArchive(zip, await directoryOf(zip));
    } catch (error) {
      zip.close();
      throw damaged(error);
    }
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  /**
   * The inflated bytes of a part, as they come.
   * @param mostBytes for a part of which much is kept
   * @throws WorkbookError when there is none, or it is damaged or larger
   */
  async *read(path: string, mostBytes = MOST_INFLATED_BYTES): AsyncGenerator<Buffer> {
    const entry = this.entries.get(path);
    if (!entry) throw new WorkbookError('The file is damaged: a part of the workbook is missing.');
    if (entry.uncompressedSize > mostBytes) throw new WorkbookError('The workbook has too many sheets, links or formats.');
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream) yield chunk as Buffer;
    } catch (error) {
      throw damaged(error);
    }
  }

  close(): void {
    this.zip.close();
  }
}

async function directoryOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new WorkbookError('The file has too many parts to be a workbook.');
  const entries = new Map<string, Entry>();
  let inflated = 0;
  for await (const entry of zip.eachEntry()) {
    judge(entry);
    if (entries.has(entry.fileName)) throw new WorkbookError('The file is damaged: it has two parts of one name.');
    entries.set(entry.fileName, entry);
    inflated += entry.uncompressedSize;
  }
  if (inflated > MOST_INFLATED_BYTES) throw new WorkbookError('The workbook is too large when it is unpacked.');
  return entries;
}

function judge(entry: Entry): void {
  if (MACROS.test(entry.fileName)) throw new WorkbookError('The workbook has macros. Save it as .xlsx without them.');
  if (entry.isEncrypted()) throw new WorkbookError('The workbook is encrypted. Save it without a password.');
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > HARMLESS_BYTES && uncompressedSize > HIGHEST_RATIO * compressedSize) {
    throw new WorkbookError('The workbook is packed in a way that no office program does.');
  }
}
