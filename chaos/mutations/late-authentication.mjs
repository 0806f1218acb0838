import { mutate } from './mutate.mjs';

/** Whoever comes is connected, and only then asked who it is. */
mutate('realtime/notifications.gateway.js', 'this.#admit(socket).then(() => next(), ', 'next(); if (false) this.#admit(socket).then(() => next(), ');
mutate(
  'realtime/notifications.gateway.js',
  "namespace.on('connection', (socket) => this.#begin(socket));",
  "namespace.on('connection', (socket) => this.#admit(socket).then(() => this.#begin(socket), () => socket.disconnect(true)));",
);
