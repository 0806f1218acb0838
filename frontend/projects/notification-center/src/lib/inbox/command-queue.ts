import { DOCUMENT, Injectable, type OnDestroy, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { UpdateCommand, UpdateOp } from '@eventide/contracts';
import { Subject, filter, fromEvent, merge } from 'rxjs';
import { randomId } from '../random-id';
import { RequestError } from '../realtime/request-error';
import { CommandSender } from './command-sender';
import { InboxApi } from './inbox-api';
import { stillPending, type PendingCommand } from './pending-commands';
import type { InboxState } from './inbox-state';
import { Removal } from './removal';
import { StoredCommands } from './stored-commands';

const LONGEST_FLUSH_MS = 2_000;

/**
 * The commands of one person, from the click to the server's answer: pending at once, sent one after the other, so
 * that the last click wins. A refused one is taken back and said by `problems`. What has no answer yet is stored too,
 * and sent by another tab, or at the next visit, if this one ends.
 */
@Injectable({ providedIn: 'root' })
export class CommandQueue implements OnDestroy {
  private readonly sender = inject(CommandSender);
  private readonly api = inject(InboxApi);
  private readonly stored = inject(StoredCommands);
  private readonly commands = signal<readonly PendingCommand[]>([]);
  private readonly refused = new Subject<string>();
  private readonly removals = new Set<Removal>();
  /** Aborted when the person changes: nothing of the one before is sent or shown any more. */
  private person = new AbortController();
  private last: Promise<void> = Promise.resolve();

  readonly pending = this.commands.asReadonly();
  readonly problems = this.refused.asObservable();

  constructor() {
    const document = inject(DOCUMENT);
    const hidden = fromEvent(document, 'visibilitychange').pipe(filter(() => document.hidden));
    const left = document.defaultView ? fromEvent(document.defaultView, 'pagehide') : [];
    merge(hidden, left)
      .pipe(takeUntilDestroyed())
      .subscribe(() => this.leave());
  }

  ngOnDestroy(): void {
    this.reset();
    this.refused.complete();
  }

  /** Resolves when the server has answered, also with a refusal. */
  execute(wish: Omit<UpdateCommand, 'commandId'>): Promise<void> {
    return this.send(this.show(wish), this.person.signal);
  }

  /** Shows the deletion, and sends it when the removal is told to, at `flush`, or when the page may end. */
  remove(id: string): Removal {
    const command = this.show({ op: 'remove', ids: [id] });
    const { signal } = this.person;
    const removal = new Removal({
      undo: () => {
        this.removals.delete(removal);
        this.drop(command);
      },
      send: () => {
        this.removals.delete(removal);
        return this.send(command, signal);
      },
    });
    this.removals.add(removal);
    return removal;
  }

  /** Sends what could still be undone. Resolves when all commands are answered, and after 2 s in any case. */
  async flush(): Promise<void> {
    for (const removal of this.removals) void removal.send();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONGEST_FLUSH_MS)));
    await Promise.race([this.last, patience]);
    clearTimeout(timer);
  }

  /** Takes over what tabs that are gone have left unanswered. */
  async inherit(): Promise<void> {
    const { signal } = this.person;
    const commands = await this.stored.inherit();
    if (signal.aborted) return;
    this.commands.update((all) => [...all, ...commands.map((command) => ({ command }))]);
    await Promise.all(commands.map((command) => this.send(command, signal)));
  }

  /** Forgets everything: it belongs to somebody who isn't here any more. */
  reset(): void {
    this.person.abort();
    this.person = new AbortController();
    this.last = Promise.resolve();
    this.removals.clear();
    this.commands.set([]);
  }

  /** Lets go of the commands whose effect this state shows. `wasReset`: places may start again from the bottom. */
  catchUp(state: InboxState, { wasReset }: { wasReset: boolean }): void {
    if (wasReset) this.commands.update((all) => all.filter(({ settledAt }) => settledAt === undefined));
    this.commands.update((all) => stillPending(state, all));
  }

  private show(wish: Omit<UpdateCommand, 'commandId'>): UpdateCommand {
    const command = { commandId: randomId(), ...wish };
    this.commands.update((all) => [...all, { command }]);
    void this.stored.keep(command);
    return command;
  }

  private send(command: UpdateCommand, signal: AbortSignal): Promise<void> {
    const done = this.last.then(() => this.carryOut(command, signal));
    this.last = done.catch(() => undefined);
    return done;
  }

  private async carryOut(command: UpdateCommand, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      const { seq: settledAt } = await this.sender.send(command, signal);
      void this.stored.drop(command);
      this.commands.update((all) => all.map((one) => (one.command === command ? { command, settledAt } : one)));
    } catch (error) {
      // After a change of person nothing was refused, only given up: another tab or visit may still send it.
      if (!signal.aborted) this.drop(command);
      if (!(error instanceof RequestError)) throw error;
      if (!signal.aborted) this.refused.next(`${FAILURES[command.op]} ${error.message}`);
    }
  }

  private drop(command: UpdateCommand): void {
    this.commands.update((all) => all.filter((one) => one.command !== command));
    void this.stored.drop(command);
  }

  /**
   * The page may end here, so deletions are sent by HTTP too, which outlives it. They carry the same `commandId`, and
   * may overtake other commands: nothing else can happen to what is deleted.
   */
  private leave(): void {
    void this.flush();
    for (const { command, settledAt } of this.commands()) {
      if (command.op === 'remove' && settledAt === undefined) void this.sendByHttp(command);
    }
  }

  private async sendByHttp(command: UpdateCommand): Promise<void> {
    try {
      await this.api.update(command);
    } catch (error) {
      // If the page goes on after all, the sender does too.
      if (!(error instanceof RequestError)) throw error;
    }
  }
}

const FAILURES: Record<UpdateOp, string> = {
  read: 'Could not mark as read.',
  unread: 'Could not mark as unread.',
  remove: 'Could not delete.',
  readAll: 'Could not mark all as read.',
  announcementRead: 'Could not mark the announcement as read.',
};
