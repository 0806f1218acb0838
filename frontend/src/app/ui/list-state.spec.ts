import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Failure } from '../core/failure';
import { ListState, type ShownList } from './list-state';

const LOST: Failure = { code: 'unreachable', message: 'No answer came.', fields: [], retryAfterS: null };

@Component({
  imports: [ListState],
  template: `<app-list-state [list]="list" loading="Loading hats" problem="No hats can be shown"><b>Hats</b></app-list-state>`,
})
class Host {
  readonly list = {
    state: signal<ReturnType<ShownList['state']>>('loading'),
    failure: signal<Failure | null>(null),
    refresh: jest.fn(() => Promise.resolve()),
  };
}

describe(ListState.name, () => {
  let host: Host;
  let element: () => HTMLElement;
  let text: () => Promise<string>;

  afterEach(() => void jest.useRealTimers());

  beforeEach(() => {
    const fixture = TestBed.createComponent(Host);
    host = fixture.componentInstance;
    element = () => fixture.nativeElement as HTMLElement;
    text = async () => {
      await fixture.whenStable();
      return element().textContent;
    };
  });

  it('shows the list when it is there, and what loads before', async () => {
    expect(await text()).toContain('Loading hats');
    host.list.state.set('ready');
    expect(await text()).toBe('Hats');
  });

  it('says why there is none', async () => {
    host.list.state.set('error');
    host.list.failure.set(LOST);
    expect(await text()).toMatch(/No hats can be shown.*No answer came\./);
  });

  it('keeps the list when its refresh failed', async () => {
    host.list.state.set('ready');
    host.list.failure.set(LOST);
    expect(await text()).toMatch(/No answer came\..*Hats/);
  });

  it('tries again by itself for as long as the server is away, and not what was refused', () => {
    const fail = (failure: Failure) => {
      host.list.failure.set(failure);
      TestBed.tick();
      jest.advanceTimersByTime(7_000);
    };
    jest.useFakeTimers();
    fail(LOST);
    fail({ ...LOST, code: 'unavailable' });
    expect(host.list.refresh).toHaveBeenCalledTimes(2);
    fail({ ...LOST, code: 'unavailable', retryAfterS: 30 });
    fail({ ...LOST, code: 'forbidden' });
    expect(host.list.refresh).toHaveBeenCalledTimes(2);
  });

  it('shows that it tries again on demand, once', async () => {
    host.list.state.set('error');
    host.list.failure.set({ ...LOST, code: 'internal' });
    host.list.refresh.mockReturnValue(new Promise(() => undefined));
    expect(await text()).toContain('Try again');
    element().querySelector('button')!.click();
    element().querySelector('button')!.click();
    expect(await text()).toMatch(/No hats can be shown.*Trying …/);
    expect(host.list.refresh).toHaveBeenCalledTimes(1);
  });
});
