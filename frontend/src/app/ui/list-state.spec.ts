import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
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
    refresh: () => Promise.resolve(),
  };
}

describe(ListState.name, () => {
  let host: Host;
  let text: () => Promise<string>;

  beforeEach(() => {
    const fixture = TestBed.createComponent(Host);
    host = fixture.componentInstance;
    text = async () => {
      await fixture.whenStable();
      return (fixture.nativeElement as HTMLElement).textContent;
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
});
