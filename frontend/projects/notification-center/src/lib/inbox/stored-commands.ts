import { Injectable, inject } from '@angular/core';
import type { UpdateCommand } from '@eventide/contracts';
import { ThisTab } from '../tabs/this-tab';
import { InboxDatabase, type StoredCommand } from './inbox-database';

/**
 * Keeps the commands whose outcome isn't known yet, so that they outlive their tab. Each belongs to the tab that sends
 * it; those of tabs that are gone are inherited. One that was sent before, or is sent by two tabs, is carried out once:
 * its `commandId` stays.
 */
@Injectable({ providedIn: 'root' })
export class StoredCommands {
  private readonly database = inject(InboxDatabase);
  private readonly tab = inject(ThisTab);
  private lastAt = 0;

  /** Keeps it as one of this tab's. */
  async keep(command: UpdateCommand): Promise<void> {
    // Two of the same millisecond keep their order.
    this.lastAt = Math.max(Date.now(), this.lastAt + 1);
    const stored: StoredCommand = { command, tab: this.tab.lock, at: this.lastAt };
    await this.database.use(({ commands }) => commands.put(stored));
  }

  /** The outcome is known, or it was taken back. */
  async drop({ commandId }: UpdateCommand): Promise<void> {
    await this.database.use(({ commands }) => commands.delete(commandId));
  }

  /** Those of tabs that are gone, oldest first; they are this tab's from now on. */
  async inherit(): Promise<UpdateCommand[]> {
    const living = await this.tab.living();
    const inherited = await this.database.use(async ({ commands }) => {
      const orphans = (await commands.getAll()).filter(({ tab }) => !living.has(tab));
      await Promise.all(orphans.map((orphan) => commands.put({ ...orphan, tab: this.tab.lock })));
      return orphans;
    });
    return (inherited ?? []).sort((one, other) => one.at - other.at).map(({ command }) => command);
  }
}
