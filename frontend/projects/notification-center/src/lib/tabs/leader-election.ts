import type { TabLocks } from './tab-platform';

/** How long a follower hears nothing before it asks, and how often it looks. */
const PING_MS = 250;
/** How long a leader may leave a question unanswered. With the question and a handshake this stays below 2 s. */
const PATIENCE_MS = 1_000;
/** A follower that looks as late as this was not awake itself. The timers of a hidden tab come once a second. */
const LATE_MS = 750;
/** So many questions in a row go unanswered only where the leader hangs, however late the timers come that ask them. */
const MOST_UNANSWERED = 6;
/** After a pause as long as this a leader may have lost its place. */
const DOUBT_MS = 900;

/** What an election does with its tab. */
export interface Candidate {
  /** Leads from now on. */
  elected(): void;
  /** Leads no more: another tab has taken its place. */
  deposed(): void;
  /** Asks the leader for a sign of life. */
  ask(): void;
}

/**
 * Makes one tab of many the leader: the one that holds the Web Lock. The browser gives the lock of a tab that was
 * closed or has crashed to the next at once. A tab that hangs keeps its lock, so a leader that doesn't answer for
 * a second, or to six questions of one whose own timers come late, loses it to a follower; when it comes to itself, it is deposed and queues again. What the server had sent it
 * meanwhile may reach it before that news: hence `ifLeading`.
 */
export class LeaderElection {
  private turn = new AbortController();
  private leads = false;
  private release: () => void = () => undefined;
  private heardAt = 0;
  private askedAt: number | null = null;
  private unanswered = 0;
  private watchedAt = Date.now();
  /** What waits until the browser has confirmed that this tab still leads. */
  private doubted: (() => void)[] = [];
  private doubts = false;
  private readonly timer = setInterval(() => this.watch(), PING_MS);

  constructor(
    private readonly locks: TabLocks,
    /** The names of the lock to be won, and of one that only this tab holds. */
    private readonly names: { readonly leader: string; readonly own: string },
    private readonly candidate: Candidate,
  ) {
    this.queue({ steal: false });
  }

  /** The leader has given a sign of life. */
  heard(): void {
    this.heardAt = Date.now();
    this.askedAt = null;
    this.unanswered = 0;
  }

  /** Does it at once, or as soon as the browser has confirmed that this tab still leads; never, if it doesn't. */
  ifLeading(act: () => void): void {
    this.doubts ||= this.leads && apart(Date.now(), this.watchedAt) > DOUBT_MS;
    if (!this.doubts) return act();
    this.doubted.push(act);
    if (this.doubted.length === 1) void this.confirm();
  }

  /** Leaves the election for good; who led is followed by another tab at once. */
  withdraw(): void {
    clearInterval(this.timer);
    this.turn.abort();
    this.release();
  }

  private queue({ steal }: { steal: boolean }): void {
    this.turn.abort();
    const turn = new AbortController();
    this.turn = turn;
    const options: LockOptions = steal ? { steal } : { signal: turn.signal };
    this.locks.request(this.names.leader, options, () => this.lead(turn)).catch((error: unknown) => this.lost(turn, error));
  }

  /** Lasts as long as this tab leads. */
  private lead(turn: AbortController): Promise<void> {
    if (turn.signal.aborted) return Promise.resolve();
    this.leads = true;
    this.candidate.elected();
    return new Promise((resolve) => (this.release = resolve));
  }

  private lost(turn: AbortController, error: unknown): void {
    if (!(error instanceof DOMException)) throw error;
    if (turn.signal.aborted) return;
    if (error.name === 'AbortError') return this.stepDown();
    // A browser that has locks but refuses them here: nobody can be asked, so this tab is on its own.
    clearInterval(this.timer);
    this.candidate.elected();
  }

  private stepDown(): void {
    this.leads = false;
    this.candidate.deposed();
    this.queue({ steal: false });
  }

  private async confirm(): Promise<void> {
    const { held = [] } = await this.locks.query();
    const holderOf = (name: string): string | undefined => held.find((lock) => lock.name === name)?.clientId;
    const acts = this.doubted;
    this.doubted = [];
    this.doubts = false;
    this.watchedAt = Date.now();
    if (!this.leads) return;
    if (holderOf(this.names.leader) !== holderOf(this.names.own)) this.stepDown();
    else for (const act of acts) act();
  }

  private watch(): void {
    const now = Date.now();
    const pause = apart(now, this.watchedAt);
    this.watchedAt = now;
    if (this.leads) this.doubts ||= pause > DOUBT_MS;
    else this.watchLeader(now, pause > LATE_MS);
  }

  private watchLeader(now: number, wasLate: boolean): void {
    // Where time stood still (a hidden tab, a sleeping or overloaded device), the length of a silence says nothing.
    if (wasLate) this.askedAt = null;
    const isOverdue = this.askedAt !== null && now - this.askedAt >= PATIENCE_MS;
    if (isOverdue || this.unanswered >= MOST_UNANSWERED) {
      this.askedAt = null;
      this.unanswered = 0;
      this.queue({ steal: true });
    } else if (apart(now, this.heardAt) >= PING_MS) {
      this.askedAt ??= now;
      this.unanswered += 1;
      this.candidate.ask();
    }
  }
}

/** The time between two readings of the clock; one that was set back between them makes for a pause too. */
function apart(one: number, other: number): number {
  return Math.abs(one - other);
}
