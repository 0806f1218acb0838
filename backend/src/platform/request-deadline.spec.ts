import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { allowUpload, bodyDeadline, requestDeadline } from './request-deadline.js';

/** As much of a request and its answer as the deadlines look at. */
class Exchange {
  cut = false;
  answered: number | undefined;
  readonly request = Object.assign(new EventEmitter(), { complete: false, socket: { destroy: () => (this.cut = true) } });
  readonly response = Object.assign(new EventEmitter(), {
    headersSent: false,
    set: () => this.response,
    type: () => this.response,
    send: () => this.response,
    status: (status: number) => {
      this.answered = status;
      return this.response;
    },
  });

  constructor() {
    const request = this.request as unknown as Request;
    const response = this.response as unknown as Response;
    for (const begin of [bodyDeadline(), requestDeadline()]) void begin(request, response, () => undefined);
  }

  allowUpload(): void {
    allowUpload(this.request as unknown as Request);
  }

  receive(): void {
    this.request.complete = true;
    this.request.emit('end');
  }
}

describe('deadlines of a request', () => {
  let exchange: Exchange;
  beforeEach(() => {
    jest.useFakeTimers();
    exchange = new Exchange();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('answer in the place of a handler that does not', () => {
    jest.advanceTimersByTime(2_499);
    expect(exchange.answered).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(exchange.answered).toBe(503);
  });

  it('cut off who does not send the body in half a minute, and nobody else', () => {
    jest.advanceTimersByTime(29_999);
    expect(exchange.cut).toBe(false);
    jest.advanceTimersByTime(1);
    expect(exchange.cut).toBe(true);
    const whole = new Exchange();
    whole.receive();
    jest.advanceTimersByTime(60_000);
    expect(whole.cut).toBe(false);
  });

  it('give an upload ten minutes, and count the answer from its last byte', () => {
    exchange.allowUpload();
    jest.advanceTimersByTime(599_000);
    expect([exchange.cut, exchange.answered]).toEqual([false, undefined]);
    exchange.receive();
    jest.advanceTimersByTime(2_500);
    expect([exchange.cut, exchange.answered]).toEqual([false, 503]);
    const endless = new Exchange();
    endless.allowUpload();
    jest.advanceTimersByTime(600_000);
    expect(endless.cut).toBe(true);
  });
});
