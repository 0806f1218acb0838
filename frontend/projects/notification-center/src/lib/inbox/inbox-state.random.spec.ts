/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import type { NotificationList, SyncPage } from '@eventide/contracts';
import type { Frame } from './frames';
import { countUnreadAnnouncements, trim } from './held-inbox';
import { EMPTY_INBOX, addListed, applyPage, receiveFrame, type Step } from './inbox-state';
import { ModelServer } from './model-server.fixture';

const RUNS = 200;
const STEPS = 150;
const MOST_HELD = 2;

/** mulberry32: small, fast and the same everywhere, so that a printed seed replays the run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** A client behind a network that loses, repeats, delays and reorders. */
class Run {
  private readonly draw: (below: number) => number;
  private readonly server: ModelServer;
  private state = EMPTY_INBOX;
  private readonly underway: Frame[] = [];
  private page: SyncPage | null = null;
  private list: { answer: NotificationList; generation: number } | null = null;
  readonly toasts: string[] = [];

  constructor(seed: number) {
    this.draw = randomFrom(seed);
    this.server = new ModelServer(this.draw);
    this.take(applyPage(this.state, this.server.page({})));
  }

  step(): void {
    const acts = [
      () => this.happen(),
      () => this.happen(),
      () => this.deliver({ keep: false }),
      () => this.deliver({ keep: false }),
      () => this.deliver({ keep: true }),
      () => this.lose(),
      () => this.askForPage(),
      () => this.answerPage(),
      () => this.askForList(),
      () => this.answerList(),
      () => this.forget(),
      () => this.draw(20) === 0 && this.reconnect(),
      () => this.draw(60) === 0 && this.server.restore(),
    ];
    acts[this.draw(acts.length)]?.();
    this.expectExactCount();
  }

  /** The network is well again: all arrives, and the server tells who is behind. */
  settle(): void {
    while (this.underway.length > 0) this.deliver({ keep: false });
    this.answerPage();
    this.answerList();
    for (let pages = 0; pages < 100 && (pages === 0 || this.state.wantsPage); pages += 1) {
      this.take(applyPage(this.state, this.server.page(this.state.cursor ?? {})));
    }
  }

  expectTheServersState(): void {
    const { items, announcements, cursor, unread, heldFrom, wantsPage, waiting } = this.state;
    expect({ cursor, unread, wantsPage, waiting }).toEqual({
      cursor: this.server.head,
      unread: this.server.unread,
      wantsPage: false,
      waiting: [],
    });
    const stored = this.server.newestFirst();
    for (const item of items.values()) expect(item).toEqual(stored.find(({ id }) => id === item.id));
    const due = stored.filter(({ createdSeq }) => createdSeq >= heldFrom).map(({ id }) => id);
    expect([...items.keys()]).toEqual(expect.arrayContaining(due));
    expect(new Map(announcements)).toEqual(new Map(this.server.running.map((item) => [item.id, item])));
    expect(countUnreadAnnouncements(announcements.values())).toBe(
      countUnreadAnnouncements(this.server.running),
    );
  }

  private happen(): void {
    const frame = this.server.change();
    if (frame) this.underway.push(frame);
  }

  private deliver({ keep }: { keep: boolean }): void {
    // Mostly in order, sometimes not.
    const index = this.draw(3) === 0 ? this.draw(this.underway.length) : 0;
    const frame = this.underway[index];
    if (!frame) return;
    if (!keep) this.underway.splice(index, 1);
    this.take(receiveFrame(this.state, frame));
  }

  private lose(): void {
    this.underway.splice(this.draw(Math.max(1, this.underway.length)), 1);
  }

  private askForPage(): void {
    // Now and then one that nobody asked for, which may be a reset, and may come late.
    const unasked = this.draw(6) === 0;
    if (!this.state.wantsPage && !unasked) return;
    this.page ??= this.server.page(unasked && this.draw(2) === 0 ? {} : (this.state.cursor ?? {}));
  }

  private answerPage(): void {
    const { page } = this;
    this.page = null;
    if (page) this.take(applyPage(this.state, page));
  }

  private askForList(): void {
    const before = this.draw(2) === 0 ? Number.POSITIVE_INFINITY : this.state.heldFrom;
    this.list ??= { answer: this.server.list(before), generation: this.state.generation };
  }

  private answerList(): void {
    const { list } = this;
    this.list = null;
    if (list) this.state = addListed(this.state, list.answer, { generation: list.generation, complete: true });
  }

  /** A tab that has been open for long lets old items go, but for those on show. */
  private forget(): void {
    if (this.list) return;
    const shownFrom = this.draw(2) === 0 ? Number.POSITIVE_INFINITY : this.state.heldFrom + this.draw(10);
    this.state = trim(this.state, MOST_HELD, shownFrom);
  }

  private reconnect(): void {
    this.underway.length = 0;
    this.page = null;
    this.take(applyPage(this.state, this.server.page(this.state.cursor ?? {})));
  }

  private take({ state, arrivals }: Step): void {
    this.state = state;
    this.toasts.push(...arrivals.map(({ item }) => item.id));
  }

  private expectExactCount(): void {
    const { cursor, unread, wantsPage } = this.state;
    if (cursor && !wantsPage) expect(unread).toBe(this.server.countAt(cursor.epoch, cursor.inbox));
  }
}

describe('the client behind a bad network', () => {
  const first = Number(Math.floor(Math.random() * 1_000_000));

  it(`ends with the server's state and no toast twice, seeds ${first} to ${first + RUNS - 1}`, () => {
    for (let seed = first; seed < first + RUNS; seed += 1) replay(seed);
  });
});

function replay(seed: number): void {
  try {
    const run = new Run(seed);
    for (let step = 0; step < STEPS; step += 1) run.step();
    run.settle();
    run.expectTheServersState();
    expect(run.toasts).toHaveLength(new Set(run.toasts).size);
  } catch (error) {
    throw new Error(`Seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
