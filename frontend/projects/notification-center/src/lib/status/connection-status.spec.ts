import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import {
  ConnectionStatusHarness,
  FakeRealtimeClient,
  provideNotificationCenterTesting,
} from '@eventide/notification-center/testing';
import { ConnectionStatus } from './connection-status';

describe(ConnectionStatus.name, () => {
  let client: FakeRealtimeClient;
  let widget: ConnectionStatusHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideNotificationCenterTesting()] });
    client = TestBed.inject(FakeRealtimeClient);
    const fixture = TestBed.createComponent(ConnectionStatus);
    await fixture.whenStable();
    widget = await TestbedHarnessEnvironment.harnessForFixture(fixture, ConnectionStatusHarness);
  });

  it.each([
    ['live', 'Live'],
    ['connecting', 'Connecting'],
    ['reconnecting', 'Reconnecting'],
    ['offline', 'Offline'],
    ['stopped', 'Offline'],
  ] as const)('calls %s "%s"', async (status, word) => {
    client.become({ status });
    expect(await widget.status()).toBe(word);
  });

  it('says what carries the connection where it is no socket', async () => {
    client.become({ status: 'live', carrier: 'stream' });
    expect(await widget.status()).toBe('Live over HTTP');
  });

  it('counts down to the next try, apart from the status, and can be asked not to wait', async () => {
    client.become({ status: 'reconnecting', retryAt: Date.now() + 4_500 });
    expect(await widget.status()).toBe('Reconnecting');
    expect(await widget.text()).toMatch(/Next try in [45] s/);
    await widget.tryNow();
    expect(client.retries).toBe(1);
  });

  it('shows no countdown that would only flicker', async () => {
    client.become({ status: 'reconnecting', retryAt: Date.now() + 300 });
    expect(await widget.text()).toBe('Reconnecting');
  });
});
