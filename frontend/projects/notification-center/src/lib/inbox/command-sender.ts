import { Injectable, effect, inject } from '@angular/core';
import type { UpdateAnswer, UpdateCommand } from '@eventide/contracts';
import { RealtimeClient } from '../realtime/realtime-client';
import { RequestError } from '../realtime/request-error';
import { backOff } from '../realtime/connection-status';
import { InboxApi } from './inbox-api';

/**
 * Sends a command until the server has answered it: over the socket while that is live, else over HTTP. A repeat
 * carries the same `commandId`, so a command whose outcome is unknown is never carried out twice.
 */
@Injectable({ providedIn: 'root' })
export class CommandSender {
  private readonly client = inject(RealtimeClient);
  private readonly api = inject(InboxApi);
  private readonly sleepers = new Set<() => void>();

  constructor() {
    effect(() => {
      if (this.client.state().status !== 'live') return;
      for (const wake of this.sleepers) wake();
    });
  }

  /**
   * Resolves with the server's answer; rejects with the `RequestError` of a refusal. Errors that a repeat may help
   * are never passed on: it goes on trying until `signal` is aborted, and then rejects with the last one.
   */
  async send(command: UpdateCommand, signal: AbortSignal): Promise<UpdateAnswer> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.sendOnce(command);
      } catch (error) {
        if (!(error instanceof RequestError) || !error.retryable) throw error;
        if (!signal.aborted) await this.pause(backOff(failures + 1, Math.random));
        // Also when it happened during the pause: the next token may be another person's.
        if (signal.aborted) throw error;
      }
    }
  }

  private sendOnce(command: UpdateCommand): Promise<UpdateAnswer> {
    return this.client.state().status === 'live'
      ? this.client.emit('update', command)
      : this.api.update(command);
  }

  /** Waits, but not beyond the moment when the connection comes back. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
    });
  }
}
