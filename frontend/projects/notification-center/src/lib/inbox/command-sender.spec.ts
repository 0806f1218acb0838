import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { provideNotificationCenterTesting } from '../../../testing/public-api';
import { RequestError } from '../realtime/request-error';
import { CommandSender } from './command-sender';
import { FETCH } from './inbox-api';

describe(CommandSender.name, () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('sends nothing more when it is aborted between two tries', async () => {
    const unreachable = jest.fn(() => Promise.reject(new TypeError('Failed to fetch')));
    TestBed.configureTestingModule({
      providers: [provideNotificationCenterTesting(), { provide: FETCH, useValue: unreachable }],
    });
    const person = new AbortController();
    const sent = TestBed.inject(CommandSender).send({ commandId: 'c1', op: 'readAll', upTo: 7 }, person.signal);
    const rejected = expect(sent).rejects.toBeInstanceOf(RequestError);

    await jest.advanceTimersByTimeAsync(0);
    person.abort();
    await jest.advanceTimersByTimeAsync(10_000);

    await rejected;
    expect(unreachable).toHaveBeenCalledTimes(1);
  });
});
