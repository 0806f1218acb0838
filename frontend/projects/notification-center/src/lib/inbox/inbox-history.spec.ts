import { beforeEach, describe, expect, it } from '@jest/globals';
import { computed, signal } from '@angular/core';
import type { Notification, NotificationList } from '@eventide/contracts';
import { Subject, firstValueFrom } from 'rxjs';
import { aNotification } from '../../../testing/builders';
import { RequestError } from '../realtime/request-error';
import type { ListQuery } from './inbox-api';
import { InboxHistory, type HistorySource } from './inbox-history';

describe(InboxHistory.name, () => {
  const items = signal<Notification[]>([]);
  const heldFrom = signal(0);
  const generation = signal(1);
  let asked: ListQuery[];
  let answer: () => Promise<NotificationList>;
  let source: HistorySource;

  const page = (seqs: number[], next: string | null): NotificationList => ({
    items: seqs.map((seq) => aNotification({ seq })),
    next,
    head: 9,
    readUpTo: 0,
  });
  const places = (history: InboxHistory): number[] => history.items().map(({ createdSeq }) => createdSeq);

  beforeEach(() => {
    items.set([9, 8].map((seq) => aNotification({ seq })));
    heldFrom.set(8);
    generation.set(1);
    asked = [];
    source = {
      held: items,
      heldFrom,
      ready: signal(true),
      generation: computed(() => generation()),
      list: (query) => {
        asked.push(query);
        return answer();
      },
      open: new Set(),
      add: (list, { complete }) => {
        items.update((held) => [...held, ...list.items]);
        if (complete) heldFrom.set(list.next === null ? 0 : (list.items.at(-1)?.createdSeq ?? 0));
      },
    };
  });

  it('shows what is held before anything is fetched, then follows the pages to the end', async () => {
    const history = new InboxHistory(source, 'all');
    expect(places(history)).toEqual([9, 8]);
    answer = () => Promise.resolve(page([7, 6], 'p2'));
    await history.loadMore();
    answer = () => Promise.resolve(page([5], null));
    await history.loadMore();
    await history.loadMore();
    expect(places(history)).toEqual([9, 8, 7, 6, 5]);
    expect(history.hasMore()).toBe(false);
    expect(asked.map(({ before }) => before)).toEqual([undefined, 'p2']);
  });

  it('leaves out items below the pages so far, even if some are held', async () => {
    items.update((held) => [...held, aNotification({ seq: 1 })]);
    const history = new InboxHistory(source, 'unread');
    answer = () => Promise.resolve(page([7], 'p2'));
    await history.loadMore();
    expect(places(history)).toEqual([9, 8, 7]);
    expect(asked[0]?.status).toBe('unread');
  });

  it('drops an item from the unread ones as soon as it is read', () => {
    const history = new InboxHistory(source, 'unread');
    items.set([aNotification({ seq: 9, readStatus: 'read' }), aNotification({ seq: 8 })]);
    expect(places(history)).toEqual([8]);
  });

  it('says that a page failed, keeps what it has, and can try again', async () => {
    const history = new InboxHistory(source, 'all');
    answer = () => Promise.reject(RequestError.unanswered());
    await history.loadMore();
    expect([history.state(), places(history)]).toEqual(['error', [9, 8]]);
    answer = () => Promise.resolve(page([7], null));
    await history.retry();
    expect([history.state(), places(history)]).toEqual(['ready', [9, 8, 7]]);
  });

  it('is open from its first page on, with what it shows, until it is closed', async () => {
    const history = new InboxHistory(source, 'all');
    const keptFrom = (): number[] => [...source.open].map((open) => open.keepsFrom());
    answer = () => Promise.resolve(page([7], 'p2'));
    expect(keptFrom()).toEqual([]);
    const loading = history.loadMore();
    expect(keptFrom()).toEqual([0]);
    await loading;
    expect(keptFrom()).toEqual([7]);
    history.close();
    expect([keptFrom(), history.untouched()]).toEqual([[], true]);
  });

  it('takes no page that was on its way when it was closed', async () => {
    const history = new InboxHistory(source, 'all');
    answer = () => Promise.resolve(page([7], 'p2'));
    const loading = history.loadMore();
    history.close();
    await loading;
    expect([places(history), history.untouched()]).toEqual([[9, 8], true]);
  });

  it('starts again at the newest after a reset, and ignores the page that was on its way', async () => {
    const history = new InboxHistory(source, 'all');
    const answers = new Subject<NotificationList>();
    answer = () => firstValueFrom(answers);
    const loading = history.loadMore();
    expect(history.state()).toBe('loading');
    generation.set(2);
    answers.next(page([7], 'p2'));
    await loading;
    expect([history.untouched(), history.state()]).toEqual([true, 'ready']);
  });
});
