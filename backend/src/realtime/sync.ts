import { Injectable } from '@nestjs/common';
import type { AnnouncementChange, Change, PartialCursor, SyncPage } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { GroupRead } from '../platform/group-read.js';
import { Mongo } from '../platform/mongo.js';
import { isDatabaseAway } from '../platform/mongo-failure.js';
import { HeadsStore } from './heads.store.js';
import type { StreamSource, StreamView } from './stream-source.js';
import { assemblePage, type StreamSources } from './sync-page.js';

/** Snapshots at once per node, and pages of each: a storm of connects must not become a storm of reads. */
const READS = { readers: 8, together: 50 };

/** Somebody who asks for a page. */
interface Reader {
  userId: string;
  cursor: PartialCursor;
}

/**
 * Serves sync pages to every transport. The streams' contents come from sources that the features register when their
 * modules start (`onModuleInit`).
 */
@Injectable()
export class Sync {
  readonly #sources: Partial<StreamSources> = {};
  readonly #reads = new GroupRead<Reader, SyncPage>((readers) => this.#pages(readers), READS);

  constructor(
    private readonly mongo: Mongo,
    private readonly heads: HeadsStore,
  ) {}

  register(stream: 'inbox', source: StreamSource<Change>): void;
  register(stream: 'all', source: StreamSource<AnnouncementChange>): void;
  register<S extends keyof StreamSources>(stream: S, source: StreamSources[S]): void {
    this.#sources[stream] = source;
  }

  /** How many pages wait to be read; says how far the database is behind. */
  get backlog(): number {
    return this.#reads.waiting;
  }

  /**
   * The page after `cursor` for one person, read in one snapshot, which it may share with pages of other people.
   * @throws DomainError `unavailable` when the database does not answer in 2 s
   */
  async page(userId: string, cursor: PartialCursor): Promise<SyncPage> {
    return this.#reads.ask({ userId, cursor });
  }

  async #pages(readers: readonly Reader[]): Promise<(SyncPage | Error)[]> {
    const sources = this.#registered();
    return this.mongo.snapshot(async (snapshot) => {
      const views = await this.heads.views(readers.map(({ userId }) => userId), snapshot);
      const pages: (SyncPage | Error)[] = [];
      // One after the other: a session does one thing at a time.
      for (const [index, view] of views.entries()) pages.push(await pageOrError(view, readers[index]?.cursor ?? {}, sources));
      return pages;
    });
  }

  #registered(): StreamSources {
    const { inbox, all } = this.#sources;
    if (!inbox || !all) throw new DomainError('unavailable', 'The streams are not ready yet');
    return { inbox, all };
  }
}

/** A page that can't be made takes no other down with it; without the database there is none. */
async function pageOrError(view: StreamView, cursor: PartialCursor, sources: StreamSources): Promise<SyncPage | Error> {
  try {
    return await assemblePage(view, cursor, sources);
  } catch (error) {
    if (error instanceof Error && !isDatabaseAway(error)) return error;
    throw error;
  }
}
