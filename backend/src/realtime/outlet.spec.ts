import { describe, expect, it } from '@jest/globals';
import { inboxFrame, syncPage } from './in-memory-connection.js';
import { Outlet } from './outlet.js';

function outlet(): { outlet: Outlet; places: number[] } {
  const places: number[] = [];
  return { places, outlet: new Outlet(({ payload }) => places.push(payload.seq)) };
}

function live(inbox: number): { outlet: Outlet; places: number[] } {
  const made = outlet();
  made.outlet.cover(syncPage({ inbox }));
  return made;
}

describe(Outlet.name, () => {
  it('writes nothing before the first page, then what the page does not cover', () => {
    const { outlet: out, places } = outlet();
    for (const seq of [7, 5, 6]) expect(out.offer(inboxFrame(seq))).toBe('held');
    expect(places).toEqual([]);
    out.cover(syncPage({ inbox: 5 }));
    expect(places).toEqual([6, 7]);
    expect(out.sent).toEqual({ epoch: 'epoch-1', inbox: 7, all: 0 });
  });

  it('writes frames in the order of their numbers, whatever order they come in', () => {
    const { outlet: out, places } = live(1);
    for (const seq of [4, 3, 2]) out.offer(inboxFrame(seq));
    expect(places).toEqual([2, 3, 4]);
    expect(out.gap).toBe(false);
  });

  it('drops what was written or is covered', () => {
    const { outlet: out, places } = live(3);
    expect(out.offer(inboxFrame(3))).toBe('dropped');
    expect(out.offer(inboxFrame(4))).toBe('written');
    expect(out.offer(inboxFrame(4))).toBe('dropped');
    expect(places).toEqual([4]);
  });

  it('writes a frame that spans a hole', () => {
    const { outlet: out, places } = live(3);
    expect(out.offer(inboxFrame(9, { prev: 3 }))).toBe('written');
    expect(places).toEqual([9]);
  });

  it('shows a gap until a page covers it', () => {
    const { outlet: out, places } = live(1);
    expect(out.offer(inboxFrame(5))).toBe('held');
    expect(out.gap).toBe(true);
    out.cover(syncPage({ inbox: 6 }));
    expect(out.gap).toBe(false);
    expect(places).toEqual([]);
  });

  it('still shows a gap while a tab that is further back fetches its pages', () => {
    const { outlet: out } = live(900);
    out.cover(syncPage({ inbox: 300, more: true }));
    out.offer(inboxFrame(902));
    expect([out.state, out.gap, out.sent?.inbox]).toEqual(['live', true, 900]);
  });

  it('leaves a client that has more pages to fetch alone, and goes on after the last', () => {
    const { outlet: out, places } = outlet();
    out.cover(syncPage({ inbox: 300, more: true }));
    out.offer(inboxFrame(1_001));
    expect(out.state).toBe('catching-up');
    expect(out.gap).toBe(false);
    out.cover(syncPage({ inbox: 1_000 }));
    expect(places).toEqual([1_001]);
  });

  it('does not step back for a page that is older than what was written', () => {
    const { outlet: out } = live(5);
    out.cover(syncPage({ inbox: 3 }));
    expect(out.sent?.inbox).toBe(5);
  });

  it('starts again from the page of another epoch, and forgets frames of the old one', () => {
    const { outlet: out, places } = live(50);
    expect(out.offer(inboxFrame(2, { epoch: 'epoch-2' }))).toBe('held');
    out.offer(inboxFrame(60));
    out.cover(syncPage({ mode: 'reset', epoch: 'epoch-2', inbox: 1 }));
    expect(places).toEqual([2]);
    expect(out.gap).toBe(false);
  });

  it('keeps a bounded number of frames, and notices that it let some go', () => {
    const { outlet: out, places } = outlet();
    for (let seq = 1; seq <= 1_000; seq += 1) out.offer(inboxFrame(seq));
    out.cover(syncPage({ inbox: 0 }));
    expect(places).toEqual([]);
    expect(out.gap).toBe(true);
  });
});
