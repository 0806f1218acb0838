import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** A file whose content is in memory. */
export class BytesReader extends RandomAccessReader {
  constructor(private readonly bytes: Buffer) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([this.bytes.subarray(start, end)], { objectMode: false });
  }
}
