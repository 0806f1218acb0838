import { describe, expect, it } from '@jest/globals';
import { DemoApi } from '../demo-api.js';
import { Stage } from '../stage.js';

const TOPIC = 'filter.verified';

describe('A signal', () => {
  const stage = new Stage();

  it('reaches the person it is for, on every node, and nobody else', async () => {
    const [first, second] = [
      await stage.signedIn('user1', stage.node(1)),
      await stage.signedIn('user1', stage.node(2)),
    ];
    const other = await stage.signedIn('user2', stage.node(2));
    for (const person of [first, second, other]) {
      await person.page.goto('/profile');
      await person.page.getByText('Waiting for the service').waitFor();
    }

    await stage.service.signal({ email: 'user1@eventide.test', topic: TOPIC, data: { isVerifiedFilter: true } });
    await first.page.getByText('Filter verified').waitFor();
    await second.page.getByText('Filter verified').waitFor();
    await stage.service.signal({ userId: 'user2', topic: TOPIC, data: { isVerifiedFilter: false } });
    await other.page.getByText('Filter not verified').waitFor();
    expect(await first.page.getByText('Filter not verified').count()).toBe(0);
  });

  it('is not to be had for somebody else’s email', async () => {
    const api = await DemoApi.signIn(stage.node(1), 'user2');
    const path = `/api/signals/stream?topics=${TOPIC}&email=`;
    expect(await api.status(`${path}user1@eventide.test`)).toBe(403);
    expect(await api.status(`${path}user2@eventide.test`)).toBe(200);
  });
});
