/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import type { UpdateCommand } from '@eventide/contracts';
import { aNotification, aReset } from '../../../testing/builders';
import { EMPTY_INBOX, applyPage } from './inbox-state';
import { showPending, stillPending } from './pending-commands';

const notifications = [
  aNotification({ seq: 1 }),
  aNotification({ seq: 2, readStatus: 'read' }),
  aNotification({ seq: 3 }),
];
const { state } = applyPage(EMPTY_INBOX, aReset({ notifications, unread: 20 }));

function view(...commands: Omit<UpdateCommand, 'commandId'>[]): ReturnType<typeof showPending> {
  return showPending(state, commands.map((command) => ({ command: { commandId: 'c', ...command } })));
}

describe(showPending.name, () => {
  it('corrects the count by what changes, not by what was asked for', () => {
    expect(view({ op: 'read', ids: ['n1', 'n2', 'gone'] }).unreadInbox).toBe(19);
    expect(view({ op: 'unread', ids: ['n1', 'n2'] }).unreadInbox).toBe(21);
    expect(view({ op: 'remove', ids: ['n2', 'n3'] })).toMatchObject({ unreadInbox: 19 });
    expect([...view({ op: 'remove', ids: ['n2', 'n3'] }).items.keys()]).toEqual(['n1']);
  });

  it('lays commands over each other in their order', () => {
    const shown = view({ op: 'read', ids: ['n1'] }, { op: 'unread', ids: ['n1'] });
    expect([shown.unreadInbox, shown.items.get('n1')?.readStatus]).toEqual([20, 'unread']);
  });

  it('counts only what lies above the mark after a read-all', () => {
    expect(view({ op: 'readAll', upTo: 2 }).unreadInbox).toBe(1);
  });
});

describe(stillPending.name, () => {
  it('lets a command go when the stream has reached the place of its effect', () => {
    const command: UpdateCommand = { commandId: 'c', op: 'read', ids: ['n1'] };
    const pending = [{ command }, { command, settledAt: 3 }, { command, settledAt: 4 }];
    expect(stillPending(state, pending)).toEqual([{ command }, { command, settledAt: 4 }]);
  });
});
