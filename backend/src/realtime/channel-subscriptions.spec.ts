import { describe, expect, it } from '@jest/globals';
import { FAILED } from '../platform/redis-clients.js';
import { ChannelSubscriptions, type SubscribingClient } from './channel-subscriptions.js';

/** Redis as a client shows it: calls take a turn, and fail while it is away. */
class InMemoryChannels implements SubscribingClient {
  readonly subscribed = new Set<string>();
  away = false;
  calls = 0;

  async sSubscribe(channel: string): Promise<unknown> {
    return this.call(() => this.subscribed.add(channel));
  }

  async sUnsubscribe(channel: string): Promise<unknown> {
    return this.call(() => this.subscribed.delete(channel));
  }

  private async call(work: () => void): Promise<unknown> {
    this.calls += 1;
    await new Promise(setImmediate);
    if (this.away) return FAILED;
    work();
    return undefined;
  }
}

const hear = () => undefined;

describe(ChannelSubscriptions.name, () => {
  it('subscribes and unsubscribes', async () => {
    const redis = new InMemoryChannels();
    const channels = new ChannelSubscriptions(redis);
    await channels.sSubscribe('a', hear);
    await channels.sSubscribe('b', hear);
    await channels.sUnsubscribe(['a']);
    expect([...redis.subscribed]).toEqual(['b']);
  });

  it('stays subscribed when the last device leaves and another comes at once', async () => {
    const redis = new InMemoryChannels();
    const channels = new ChannelSubscriptions(redis);
    await channels.sSubscribe('a', hear);
    void channels.sUnsubscribe('a');
    await new Promise(setImmediate);
    await channels.sSubscribe('a', hear);
    expect(redis.subscribed.has('a')).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5])('hears of a change of mind %i turns after Redis has answered', async (turns) => {
    const redis = new InMemoryChannels();
    const answered = Promise.withResolvers<void>();
    const channels = new ChannelSubscriptions({ sSubscribe: () => answered.promise, sUnsubscribe: (channel) => redis.sUnsubscribe(channel) });
    void channels.sSubscribe('a', hear);
    answered.resolve();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await channels.sUnsubscribe('a');
    expect(redis.calls).toBe(1);
  });

  it('asks nothing twice', async () => {
    const redis = new InMemoryChannels();
    const channels = new ChannelSubscriptions(redis);
    await Promise.all([channels.sSubscribe('a', hear), channels.sSubscribe('a', hear)]);
    expect(redis.calls).toBe(1);
  });

  it('goes on until Redis is back', async () => {
    const redis = new InMemoryChannels();
    redis.away = true;
    const channels = new ChannelSubscriptions(redis, 1);
    const done = channels.sSubscribe('a', hear);
    await new Promise(setImmediate);
    expect(redis.subscribed.size).toBe(0);
    redis.away = false;
    await done;
    expect(redis.subscribed.has('a')).toBe(true);
  });

  it('gives up when it is closed', async () => {
    const redis = new InMemoryChannels();
    redis.away = true;
    const channels = new ChannelSubscriptions(redis);
    const done = channels.sSubscribe('a', hear);
    channels.close();
    await done;
    expect(redis.subscribed.size).toBe(0);
  });
});
