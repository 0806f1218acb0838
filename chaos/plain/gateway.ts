/**
 * The gateway that a tutorial builds: Socket.IO with the Redis adapter, one `create` and one `emit` per notification,
 * the list loaded once when the page is opened. It stands beside Eventide in the table, on the same stage.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import express, { type Request, type Response } from 'express';
import { jwtVerify } from 'jose';
import mongoose from 'mongoose';
import { createClient } from 'redis';
import { Server, type DefaultEventsMap } from 'socket.io';

const { PORT, HOST, MONGODB_URI = '', MONGODB_DB, REDIS_URL, JWT_SECRET } = process.env;

interface Note {
  to: string;
  title: string;
  message: string;
  data: object;
}

const Notification = mongoose.model(
  'Notification',
  new mongoose.Schema({ _id: String, userId: String, createdSeq: Number, title: String, message: String, data: String, unread: Boolean }, { collection: 'notifications' }),
);
const Announcement = mongoose.model(
  'Announcement',
  new mongoose.Schema({ _id: String, title: String, message: String, state: String }, { collection: 'announcements' }),
);

await mongoose.connect(MONGODB_URI, { dbName: MONGODB_DB });
const publisher = createClient({ url: REDIS_URL });
const subscriber = publisher.duplicate();
for (const client of [publisher, subscriber]) client.on('error', (error: Error) => console.error(error.message));
await Promise.all([publisher.connect(), subscriber.connect()]);

const app = express().use(express.json());
const server = createServer(app);
const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { user?: string }>(server, { adapter: createAdapter(publisher, subscriber) }).of('/notifications');

async function send({ to, title, message, data }: Note): Promise<{ id: string; userId: string; seq: number }> {
  const id = randomUUID();
  await Notification.create({ _id: id, userId: to, createdSeq: 0, title, message, data: JSON.stringify(data), unread: true });
  io.to(to).emit('newNotification', { id, userId: to, title, message, readStatus: 'unread' });
  return { id, userId: to, seq: 0 };
}

app.get('/health/ready', (_: Request, response: Response) => {
  response.sendStatus(mongoose.connection.readyState === mongoose.ConnectionStates.connected ? 200 : 503);
});
app.post('/api/notifications', async ({ body }: Request<unknown, unknown, Note>, response: Response) => {
  response.status(201).json({ items: [await send(body)] });
});
app.post('/api/notifications/batch', async ({ body }: Request<unknown, unknown, { items: Note[] }>, response: Response) => {
  response.status(201).json({ items: await Promise.all(body.items.map(send)) });
});
app.post('/api/announcements', async ({ body }: Request<unknown, unknown, Note>, response: Response) => {
  const id = randomUUID();
  await Announcement.create({ _id: id, title: body.title, message: body.message, state: 'running' });
  io.emit('announcement', { id, title: body.title, message: body.message, readStatus: 'unread' });
  response.status(201).json({ id, seq: 0 });
});

io.use((socket, next) => {
  jwtVerify(String(socket.handshake.auth['token']), new TextEncoder().encode(JWT_SECRET)).then(
    ({ payload }) => {
      socket.data.user = payload.sub;
      next();
    },
    () => next(new Error('unauthorized')),
  );
});
io.on('connection', async (socket) => {
  const user = socket.data.user ?? '';
  await socket.join(user);
  socket.on('update', async ({ op, ids }: { op: string; ids: string[] }, answer: (ack: object) => void) => {
    const owned = { _id: { $in: ids }, userId: user };
    if (op === 'remove') await Notification.deleteMany(owned);
    else await Notification.updateMany(owned, { unread: op === 'unread' });
    io.to(user).emit('notificationChanged', { changes: ids.map((id) => ({ op, id })) });
    answer({ ok: true, data: { seq: 0, unread: 0, notFound: [] } });
  });
  const list = await Notification.find({ userId: user }).lean();
  const announcements = await Announcement.find().lean();
  socket.emit('sync', {
    items: list.map(({ _id: id, title, message, unread }) => ({ id, title, message, readStatus: unread ? 'unread' : 'read' })),
    announcements: announcements.map(({ _id: id, title, message }) => ({ id, title, message, readStatus: 'unread' })),
  });
});

server.listen(Number(PORT), HOST);
