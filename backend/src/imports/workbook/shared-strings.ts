import { readWholeXml } from './xml.js';
import { WorkbookError } from './workbook-error.js';
import { joined, unescaped } from './cell-text.js';

const BLOCK_BYTES = 1_048_576;
const LENGTH_BYTES = 4;
const MOST_BYTES = 100_000_000;
const MOST_STRINGS = 3_000_000;

/**
 * The texts that cells refer to by number. They are kept as bytes, outside the heap: as strings they would take three
 * times the room, and the garbage collector would walk them again and again.
 */
export class SharedStrings {
  private readonly blocks: Buffer[] = [];
  private places = new Uint32Array(1_024);
  private used = BLOCK_BYTES;
  private length = 0;

  /** @throws WorkbookError beyond 100 MB or 3 million texts */
  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    const needed = LENGTH_BYTES + bytes;
    if (this.length === MOST_STRINGS || this.blocks.length * BLOCK_BYTES + needed > MOST_BYTES) {
      throw new WorkbookError('The workbook holds too much text.');
    }
    if (this.used + needed > BLOCK_BYTES) {
      this.blocks.push(Buffer.allocUnsafe(Math.max(BLOCK_BYTES, needed)));
      this.used = 0;
    }
    const block = this.blocks.length - 1;
    this.blocks[block]?.writeUInt32LE(bytes, this.used);
    this.blocks[block]?.write(text, this.used + LENGTH_BYTES, 'utf8');
    this.remember(block * BLOCK_BYTES + this.used);
    this.used += needed;
  }

  /** @returns undefined when there is no such text */
  at(index: number): string | undefined {
    const place = index < this.length ? this.places[index] : undefined;
    if (place === undefined) return undefined;
    const block = this.blocks[Math.floor(place / BLOCK_BYTES)];
    const start = place % BLOCK_BYTES;
    const bytes = block?.readUInt32LE(start) ?? 0;
    return block?.toString('utf8', start + LENGTH_BYTES, start + LENGTH_BYTES + bytes);
  }

  private remember(place: number): void {
    if (this.length === this.places.length) {
      const grown = new Uint32Array(2 * this.length);
      grown.set(this.places);
      this.places = grown;
    }
    this.places[this.length++] = place;
  }
}

/** Reads `sharedStrings.xml`: one text per `si`, of one piece or of several with formats of their own. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>): Promise<SharedStrings> {
  const strings = new SharedStrings();
  let text = '';
  let inText = false;
  let inPhonetics = false;
  await readWholeXml(chunks, {
    open(name) {
      if (name === 'si') text = '';
      inText = name === 't';
      if (name === 'rPh') inPhonetics = true;
    },
    text(piece) {
      if (inText && !inPhonetics) text = joined(text, piece);
    },
    close(name) {
      inText = false;
      if (name === 'rPh') inPhonetics = false;
      if (name === 'si') strings.add(unescaped(text));
    },
  });
  return strings;
}
