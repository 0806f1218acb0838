import { Component, signal, viewChild } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Audience, DryRun } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AudienceCount } from './audience-count';

@Component({
  imports: [AudienceCount],
  template: `<app-audience-count [audience]="audience()" [dryRun]="dryRun" />`,
})
class Host {
  readonly audience = signal<Audience | null>({ departments: ['Sales'] });
  readonly asked: Audience[] = [];
  readonly counter = viewChild.required(AudienceCount);
  answer: DryRun = { count: 200, sample: [{ id: 'a', name: 'Ann' }, { id: 'b', name: 'Bob' }] };
  readonly dryRun = (audience: Audience) => {
    this.asked.push(audience);
    return Promise.resolve(this.answer);
  };
}

describe(AudienceCount.name, () => {
  let host: Host;
  let text: () => Promise<string>;

  beforeEach(() => {
    jest.useFakeTimers();
    const fixture = TestBed.createComponent(Host);
    host = fixture.componentInstance;
    text = async () => {
      await jest.advanceTimersByTimeAsync(1_000);
      return (fixture.nativeElement as HTMLElement).textContent.replaceAll(/\s+/g, ' ').trim();
    };
  });

  afterEach(() => void jest.useRealTimers());

  it('says how many it concerns, and who they are', async () => {
    expect(await text()).toBe('200 people Ann, Bob and 198 more');
    expect(host.counter().people()).toBe(200);
  });

  it('counts once for what is written in one go', async () => {
    await text();
    host.asked.splice(0);
    for (const grade of ['G', 'G1', 'G12']) {
      host.audience.set({ grades: [grade] });
      await jest.advanceTimersByTimeAsync(100);
    }
    await text();
    expect(host.asked).toEqual([{ grades: ['G12'] }]);
  });

  it('knows no number while the form makes no sense', async () => {
    await text();
    host.audience.set(null);
    expect(await text()).toContain('as soon as');
    expect(host.counter().people()).toBeNull();
  });

  it('says when nobody matches', async () => {
    host.answer = { count: 0, sample: [] };
    expect(await text()).toBe('Nobody matches.');
  });
});
