import { Readable, type Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';
import { RandomAccessReader } from 'yauzl';
import { isDatabaseAway } from '../platform/mongo-failure.js';
import { Mongo } from '../platform/mongo.js';
import { WORKBOOKS } from './workbook.schema.js';

const DAY_MS = 24 * 3_600 * 1_000;
/** For an import that is waiting or at work. */
const KEPT_MS = 7 * DAY_MS;
/** For one that has failed or was cancelled: it may be retried. */
const KEPT_AFTER_MS = DAY_MS;
const LONGEST_UPLOAD_MS = 3_600 * 1_000;
const FORGOTTEN_AT_ONCE = 20;

const CHUNKS_AT_ONCE = 8;

interface Chunk {
  files_id: mongo.ObjectId;
  n: number;
  data: mongo.Binary;
}

interface Kept {
  keepUntil: Date;
}

/** Uploaded workbooks, in GridFS: every node can read them, and nothing of them lies on a disk of ours. */
@Injectable()
export class WorkbooksStore {
  constructor(private readonly mongo: Mongo) {}

  newId(): string {
    return new mongo.ObjectId().toHexString();
  }

  /**
   * Stores what `receive` writes to the stream that it may open; when it fails nothing is left.
   * @returns what `receive` gives
   */
  async save<T>(id: string, receive: (open: () => Writable) => Promise<T>): Promise<T> {
    const metadata: Kept = { keepUntil: new Date(Date.now() + KEPT_MS) };
    try {
      return await receive(() => this.bucket.openUploadStreamWithId(new mongo.ObjectId(id), 'workbook.xlsx', { metadata }));
    } catch (error) {
      await this.removeFragments(id);
      throw error;
    }
  }

  /** @returns null when it is no longer kept */
  async open(id: string): Promise<{ source: RandomAccessReader; size: number } | null> {
    const file = await this.files.findOne({ _id: new mongo.ObjectId(id) });
    return file && { source: new GridFsReader(this.chunks, file), size: file.length };
  }

  /** @returns false when it is no longer kept */
  async keepForRun(id: string): Promise<boolean> {
    return this.keepUntil(id, new Date(Date.now() + KEPT_MS));
  }

  async keepForRetry(id: string): Promise<void> {
    await this.keepUntil(id, new Date(Date.now() + KEPT_AFTER_MS));
  }

  /** Nothing happens when it is gone. The chunks go first, so that what is left of a failure can be removed again. */
  async remove(id: string): Promise<void> {
    const _id = new mongo.ObjectId(id);
    await this.chunks.deleteMany({ files_id: _id });
    await this.files.deleteOne({ _id });
  }

  /** Removes what is kept no longer, and what is left of uploads that broke off; some at a time. */
  async forget(now: Date): Promise<void> {
    const expired = await this.files
      .find({ 'metadata.keepUntil': { $lt: now } }, { projection: { _id: 1 }, limit: FORGOTTEN_AT_ONCE })
      .toArray();
    for (const { _id } of [...expired, ...(await this.fragments(now))]) await this.remove(_id.toHexString());
  }

  /** A file's own document comes last: chunks without one belong to an upload that runs, or that its node did not survive. */
  private async fragments(now: Date): Promise<{ _id: mongo.ObjectId }[]> {
    const oldest = mongo.ObjectId.createFromTime(Math.floor((now.getTime() - LONGEST_UPLOAD_MS) / 1_000));
    const ids = await this.chunks.distinct('files_id', { files_id: { $lt: oldest } });
    const whole = await this.files.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
    const kept = new Set(whole.map(({ _id }) => _id.toHexString()));
    return ids.filter((id) => !kept.has(id.toHexString())).slice(0, FORGOTTEN_AT_ONCE).map((_id) => ({ _id }));
  }

  /** After a failure, which may be that the database is away: then a later pass finds them. */
  private async removeFragments(id: string): Promise<void> {
    try {
      await this.remove(id);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
  }

  private async keepUntil(id: string, keepUntil: Date): Promise<boolean> {
    const { matchedCount } = await this.files.updateOne({ _id: new mongo.ObjectId(id) }, { $set: { 'metadata.keepUntil': keepUntil } });
    return matchedCount > 0;
  }

  private get files() {
    return this.mongo.collection<mongo.GridFSFile & { metadata?: Kept }>(`${WORKBOOKS}.files`);
  }

  private get chunks() {
    return this.mongo.collection<Chunk>(`${WORKBOOKS}.chunks`);
  }

  private get bucket(): mongo.GridFSBucket {
    const db = this.mongo.connection.getClient().db(this.mongo.connection.name);
    return new mongo.GridFSBucket(db, { bucketName: WORKBOOKS });
  }
}

/**
 * Reads any part of a stored workbook. GridFS's own stream would fetch 16 MB at a time, which is most of what an import
 * may take.
 */
class GridFsReader extends RandomAccessReader {
  constructor(
    private readonly chunks: mongo.Collection<Chunk>,
    private readonly file: mongo.GridFSFile,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.range(start, end), { objectMode: false });
  }

  private async *range(start: number, end: number): AsyncGenerator<Uint8Array> {
    const { _id: files_id, chunkSize } = this.file;
    const [first, last] = [Math.floor(start / chunkSize), Math.floor((end - 1) / chunkSize)];
    const found = this.chunks.find({ files_id, n: { $gte: first, $lte: last } }, { sort: { n: 1 }, batchSize: CHUNKS_AT_ONCE });
    for await (const { n, data } of found) {
      const offset = n * chunkSize;
      yield data.buffer.subarray(Math.max(0, start - offset), Math.min(data.length(), end - offset));
    }
  }
}
