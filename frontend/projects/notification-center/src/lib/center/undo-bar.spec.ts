import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { inputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Removal } from '../inbox/removal';
import { UNDO_MS, UndoBar } from './undo-bar';

describe(UndoBar.name, () => {
  let done: string[];
  let host: HTMLElement;
  const removal = signal<Removal>(removalOf(''));

  function removalOf(name: string): Removal {
    return new Removal({
      undo: () => void done.push(`undo ${name}`),
      send: () => Promise.resolve(void done.push(`send ${name}`)),
    });
  }

  beforeEach(() => {
    jest.useFakeTimers();
    done = [];
    removal.set(removalOf('first'));
    const bindings = [inputBinding('removal', removal)];
    host = TestBed.createComponent(UndoBar, { bindings }).nativeElement as HTMLElement;
    TestBed.tick();
  });

  afterEach(() => void jest.useRealTimers());

  it('sends the deletion after its time', () => {
    jest.advanceTimersByTime(UNDO_MS - 1);
    expect(done).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(done).toEqual(['send first']);
  });

  it('takes it back on demand, and sends nothing then', () => {
    host.querySelector('button')?.click();
    jest.advanceTimersByTime(2 * UNDO_MS);
    TestBed.resetTestingModule();
    expect(done).toEqual(['undo first']);
  });

  it('sends it at once when another follows, and the other when it is taken off the page', () => {
    removal.set(removalOf('second'));
    TestBed.tick();
    expect(done).toEqual(['send first']);
    TestBed.resetTestingModule();
    expect(done).toEqual(['send first', 'send second']);
  });
});
