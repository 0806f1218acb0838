import { createHash } from 'node:crypto';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { LIMITS } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';

/** 50 MB. */
const MOST_BYTES = 50_000_000;
/** What surrounds a file in its request. */
const ENVELOPE_BYTES = 16_384;
const FIELD = 'file';
const ZIP = Buffer.from('PK\x03\x04', 'latin1');

/** A file that was received. */
export interface Upload {
  /** As its sender calls it, without folders; shortened if need be. */
  name: string;
  bytes: number;
  /** Of the content, as base64url. */
  sha256: string;
}

function refused(problem: string): DomainError {
  return new DomainError('invalid_request', 'Some fields are missing, unknown or not valid.', {
    errors: [{ field: FIELD, problem }],
  });
}

const NOT_A_WORKBOOK = 'must be an Excel workbook (.xlsx); older ones (.xls) and those with a password can not be read';

/** Passes the content on, and measures it. */
class Measure extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private start = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    if (this.start.length < ZIP.length) this.start = Buffer.concat([this.start, chunk.subarray(0, ZIP.length)]);
    this.hash.update(chunk);
    this.bytes += chunk.length;
    const isZip = this.start.length < ZIP.length || this.start.subarray(0, ZIP.length).equals(ZIP);
    if (isZip) done(null, chunk);
    else done(refused(NOT_A_WORKBOOK));
  }

  override _flush(done: (error?: Error) => void): void {
    done(this.bytes < ZIP.length ? refused(NOT_A_WORKBOOK) : undefined);
  }

  get result(): Omit<Upload, 'name'> {
    return { bytes: this.bytes, sha256: this.hash.digest('base64url') };
  }
}

async function store(file: BusboyFileStream, name: string, to: () => Writable, signal: AbortSignal): Promise<Upload> {
  if (/\.[^.]+$/.test(name) && !/\.xlsx$/i.test(name)) throw refused(NOT_A_WORKBOOK);
  const tooLarge = new Promise<never>((_, reject) => {
    file.once('limit', () => reject(new DomainError('too_large', 'A workbook may have at most 50 MB.')));
  });
  const measure = new Measure();
  const stopped = new AbortController();
  const storing = pipeline(file, measure, to(), { signal: AbortSignal.any([signal, stopped.signal]) });
  try {
    await Promise.race([storing, tooLarge]);
    return { ...measure.result, name: name.slice(0, LIMITS.name) };
  } catch (error) {
    stopped.abort();
    await Promise.allSettled([storing]);
    throw error;
  }
}

function parserOf(request: Request): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fileSize: MOST_BYTES, files: 1, fields: 1, parts: 2, fieldSize: 1_024 },
    });
  } catch (error) {
    if (error instanceof Error) throw refused('must be sent as multipart/form-data');
    throw error;
  }
}

/**
 * Receives the field `file` of a multipart request while it comes. After a refusal the rest of the request is read and
 * dropped, so that the sender hears the answer.
 * @param to makes the stream to write the file to, once there is one; it is destroyed when anything goes wrong
 * @throws DomainError `too_large` above 50 MB; `invalid_request` when there is no file, or it can't be a workbook
 */
export async function receiveWorkbook(request: Request, to: () => Writable): Promise<Upload> {
  if (Number(request.headers['content-length']) > MOST_BYTES + ENVELOPE_BYTES) {
    throw new DomainError('too_large', 'A workbook may have at most 50 MB.');
  }
  const parser = parserOf(request);
  const ended = new AbortController();
  try {
    return await new Promise<Upload>((resolve, reject) => {
      let isFound = false;
      parser.on('file', (field, file, name) => {
        if (field !== FIELD || isFound) {
          file.resume();
          return;
        }
        isFound = true;
        store(file, name, to, ended.signal).then(resolve, reject);
      });
      parser.on('finish', () => isFound || reject(refused('is missing')));
      parser.on('error', () => reject(refused('must be sent as multipart/form-data')));
      request.once('close', () => request.complete || reject(refused('is incomplete')));
      request.pipe(parser);
    });
  } finally {
    ended.abort();
    request.unpipe(parser);
    request.resume();
  }
}
