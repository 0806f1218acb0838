import type { Cursor, SyncPage } from '@eventide/contracts';
import type { Frame } from './frame.js';

/** The cursor after a page: what was sent before it counts as long as the database's life is the same. */
export function coveredBy({ epoch, inbox, all }: Cursor, sent: Readonly<Cursor> | null): Cursor {
  if (sent?.epoch !== epoch) return { epoch, inbox, all };
  return { epoch, inbox: Math.max(inbox, sent.inbox), all: Math.max(all, sent.all) };
}

/** What became of a frame: on its way to the client, already covered, or kept until what lies before it is there. */
export type Verdict = 'written' | 'dropped' | 'held';

/**
 * `buffering`: no page has gone out yet. `catching-up`: the last page had `more`, the client asks on by itself.
 * `live`: frames go out as they come.
 */
export type OutletState = 'buffering' | 'catching-up' | 'live';

/** Held frames are only hints: beyond this many the oldest go, and the page that fills the hole covers them. */
const MOST_HELD = 64;

/**
 * Puts the two streams of one connection in order, by their numbers and never by arrival. Knows `sent`, the cursor
 * up to which everything was handed to the transport; writes nothing before the first page, nothing twice and nothing
 * past a hole. Pure: no clock and no transport. Whoever owns it fills the hole when {@link gap} lasts.
 */
export class Outlet {
  #sent: Cursor | null = null;
  #state: OutletState = 'buffering';
  #held: Frame[] = [];

  constructor(private readonly write: (frame: Frame) => void) {}

  /** The cursor of what was written; null before the first page. */
  get sent(): Readonly<Cursor> | null {
    return this.#sent;
  }

  get state(): OutletState {
    return this.#state;
  }

  /** True while a frame is held that only a read of the missing changes can set free. */
  get gap(): boolean {
    return this.#state === 'live' && this.#held.length > 0;
  }

  /** Judges a frame and writes it, with those that waited for it, if its turn has come. */
  offer(frame: Frame): Verdict {
    const verdict = this.#judge(frame);
    if (verdict === 'written') {
      this.#put(frame);
      this.#release();
    } else if (verdict === 'held') {
      this.#held.push(frame);
      if (this.#held.length > MOST_HELD) this.#held.shift();
    }
    return verdict;
  }

  /** Takes note of a page that was just written: what it covers is dropped, what follows it goes out. */
  cover(page: SyncPage): void {
    // Another tab behind the same connection asks from further back, and fetches the rest by itself.
    const isOthers = page.more && this.#hasSent(page);
    this.#sent = coveredBy(page, this.#sent);
    if (!isOthers) this.#state = page.more ? 'catching-up' : 'live';
    this.#held = this.#held.filter((frame) => frame.payload.epoch === page.epoch);
    this.#release();
  }

  #hasSent({ epoch, inbox, all }: Cursor): boolean {
    return this.#sent?.epoch === epoch && inbox <= this.#sent.inbox && all <= this.#sent.all;
  }

  #judge({ stream, payload }: Frame): Verdict {
    const sent = this.#sent;
    if (!sent || payload.epoch !== sent.epoch) return 'held';
    if (payload.seq <= sent[stream]) return 'dropped';
    return payload.prev <= sent[stream] ? 'written' : 'held';
  }

  #put(frame: Frame): void {
    if (this.#sent) this.#sent = { ...this.#sent, [frame.stream]: frame.payload.seq };
    this.write(frame);
  }

  #release(): void {
    if (this.#held.length === 0) return;
    const waiting = this.#held.sort((one, other) => one.payload.seq - other.payload.seq);
    this.#held = [];
    for (const frame of waiting) {
      const verdict = this.#judge(frame);
      if (verdict === 'written') this.#put(frame);
      if (verdict === 'held') this.#held.push(frame);
    }
  }
}
