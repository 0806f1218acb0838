import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import { OriginCheck } from './auth/origin-check.js';
import { httpEdge } from './http-edge.js';
import { Env } from './platform/env.js';

const BODY_MS = 30_000;

describe(httpEdge.name, () => {
  let server: Server;

  beforeEach(async () => {
    const env = Env.from({ MONGODB_URI: 'mongodb://none', JWT_SECRET: 'x'.repeat(32), ALLOWED_ORIGINS: 'http://app.test' });
    server = createServer(express().use(...httpEdge(env, new OriginCheck(env))));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    server.close();
    server.closeAllConnections();
  });

  it.each([
    ['/', 'Origin: https://evil.test', 403],
    ['/%zz', 'Origin: http://app.test', 404],
  ])('does not wait longer for the body of who was answered already: %s, %s', async (path, origin, status) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\n${origin}\r\nContent-Length: 100\r\n\r\nthe beginning`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain(`HTTP/1.1 ${status} `);
    const closed = once(socket, 'close');
    jest.advanceTimersByTime(BODY_MS);
    await closed;
  });
});
