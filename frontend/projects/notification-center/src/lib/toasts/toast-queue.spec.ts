/** @jest-environment node */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Severity } from '@eventide/contracts';
import { aNotification } from '../../../testing/builders';
import { TOAST_DURATION_MS, ToastQueue, type ToastContent } from './toast-queue';

function arrival(title: string, severity: Severity = 'info'): ToastContent {
  return { kind: 'arrival', entry: { kind: 'notification', item: aNotification({ title, severity }) }, title, message: '', severity };
}

describe(ToastQueue.name, () => {
  let queue: ToastQueue;
  const titles = (): string[] => queue.toasts().map(({ title }) => title);
  const show = (count: number): void => {
    for (let index = 1; index <= count; index += 1) queue.show(arrival(`n${index}`));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    queue = new ToastQueue();
  });

  afterEach(() => {
    queue.clear();
    jest.useRealTimers();
  });

  it('shows up to five at once, each for its time', () => {
    queue.show(arrival('first'));
    jest.advanceTimersByTime(TOAST_DURATION_MS / 2);
    queue.show(arrival('second'));
    expect(titles()).toEqual(['first', 'second']);
    jest.advanceTimersByTime(TOAST_DURATION_MS / 2);
    expect(titles()).toEqual(['second']);
    jest.advanceTimersByTime(TOAST_DURATION_MS / 2);
    expect(titles()).toEqual([]);
  });

  it('puts more than five into one summary, and counts on in it', () => {
    show(5);
    expect(titles()).toHaveLength(5);
    queue.show(arrival('n6'));
    expect(titles()).toEqual(['6 new notifications']);
    queue.show(arrival('n7'));
    expect(titles()).toEqual(['7 new notifications']);
  });

  it('keeps critical ones until they are dismissed, beside the summary', () => {
    const { id } = queue.show(arrival('fire', 'critical'));
    show(6);
    expect(titles()).toEqual(['fire', '6 new notifications']);
    jest.advanceTimersByTime(10 * TOAST_DURATION_MS);
    expect(titles()).toEqual(['fire']);
    queue.dismiss(id);
    expect(titles()).toEqual([]);
  });

  it('stops the time while any reason to pause holds, and goes on with what was left', () => {
    queue.show(arrival('n1'));
    jest.advanceTimersByTime(TOAST_DURATION_MS - 100);
    queue.pause('hover');
    queue.pause('focus');
    jest.advanceTimersByTime(60_000);
    queue.resume('hover');
    jest.advanceTimersByTime(60_000);
    queue.resume('focus');
    jest.advanceTimersByTime(99);
    expect(titles()).toEqual(['n1']);
    jest.advanceTimersByTime(1);
    expect(titles()).toEqual([]);
  });

  it('gives a toast that comes during a pause its whole time after it', () => {
    queue.pause('hidden');
    jest.advanceTimersByTime(60_000);
    queue.show(arrival('n1'));
    jest.advanceTimersByTime(60_000);
    queue.resume('hidden');
    jest.advanceTimersByTime(TOAST_DURATION_MS - 1);
    expect(titles()).toEqual(['n1']);
    jest.advanceTimersByTime(1);
    expect(titles()).toEqual([]);
  });

  it('never counts a sentence of its own into the summary', () => {
    queue.show({ kind: 'problem', title: 'Could not delete.', message: '', severity: 'warning' });
    show(6);
    expect(titles()).toEqual(['Could not delete.', '6 new notifications']);
  });
});
