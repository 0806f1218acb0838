import { TestBed } from '@angular/core/testing';
import type { Signal } from '@eventide/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { EventStreams, type StreamNews } from '../core/event-streams';
import { FilterVerified, verdictIn } from './filter-verified';

describe(FilterVerified.name, () => {
  let stream: Subject<StreamNews<Signal>>;
  let text: () => Promise<string>;

  beforeEach(() => {
    stream = new Subject();
    TestBed.configureTestingModule({ providers: [{ provide: EventStreams, useValue: { open: () => stream } }] });
    const fixture = TestBed.createComponent(FilterVerified);
    text = async () => {
      await fixture.whenStable();
      return (fixture.nativeElement as HTMLElement).textContent.trim();
    };
  });

  const say = (topic: string, data: Signal['data']) => stream.next({ kind: 'event', data: { topic, data } });

  it('shows what the service signalled last', async () => {
    expect(await text()).toBe('Connecting …');
    stream.next({ kind: 'connected' });
    expect(await text()).toBe('Waiting for the service');
    say('filter.verified', { isVerifiedFilter: true });
    expect(await text()).toBe('Filter verified');
    say('filter.other', { isVerifiedFilter: false });
    expect(await text()).toBe('Filter verified');
    say('filter.verified', { isVerifiedFilter: false });
    expect(await text()).toBe('Filter not verified');
  });
});

describe(verdictIn.name, () => {
  it.each([[null], ['true'], [[true]], [{}], [{ isVerifiedFilter: 1 }]])('reads nothing in %j', (data) =>
    expect(verdictIn(data)).toBeNull(),
  );
});
