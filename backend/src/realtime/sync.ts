import { Injectable } from '@nestjs/common';
import type { AnnouncementChange, Change, PartialCursor, SyncPage } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Mongo } from '../platform/mongo.js';
import { HeadsStore } from './heads.store.js';
import { Semaphore } from './semaphore.js';
import type { StreamSource } from './stream-source.js';
import { assemblePage, type StreamSources } from './sync-page.js';

/** Reads at once per node: a storm of connects must not become a storm of reads. */
const READS_AT_ONCE = 50;

/**
 * Serves sync pages to every transport. The streams' contents come from sources that the features register when their
 * modules start (`onModuleInit`).
 */
@Injectable()
export class Sync {
  readonly #sources: Partial<StreamSources> = {};
  readonly #reads = new Semaphore(READS_AT_ONCE);

  constructor(
    private readonly mongo: Mongo,
    private readonly heads: HeadsStore,
  ) {}

  register(stream: 'inbox', source: StreamSource<Change>): void;
  register(stream: 'all', source: StreamSource<AnnouncementChange>): void;
  register<S extends keyof StreamSources>(stream: S, source: StreamSources[S]): void {
    this.#sources[stream] = source;
  }

  /** How many pages wait for their turn to be read; says how far the database is behind. */
  get backlog(): number {
    return this.#reads.waiting;
  }

  /**
   * The page after `cursor` for one person, read in one snapshot.
   * @throws DomainError `unavailable` when the database does not answer in 2 s
   */
  async page(userId: string, cursor: PartialCursor): Promise<SyncPage> {
    const sources = this.#registered();
    return this.#reads.run(() =>
      this.mongo.snapshot(async (snapshot) => assemblePage(await this.heads.view(userId, snapshot), cursor, sources)),
    );
  }

  #registered(): StreamSources {
    const { inbox, all } = this.#sources;
    if (!inbox || !all) throw new DomainError('unavailable', 'The streams are not ready yet');
    return { inbox, all };
  }
}
