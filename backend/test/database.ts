import { randomUUID } from 'node:crypto';
import { createConnection, type Schema } from 'mongoose';
import {
  AnnouncementModel,
  AnnouncementSchema,
  ReceiptModel,
  ReceiptSchema,
} from '../src/announcements/announcement.schema.js';
import { PersonRecord, PersonSchema } from '../src/auth/person.schema.js';
import { JobDocument, JobSchema } from '../src/jobs/job.schema.js';
import {
  InboxChangeModel,
  InboxChangeSchema,
  NotificationModel,
  NotificationSchema,
} from '../src/notifications/notification.schema.js';
import { Env } from '../src/platform/env.js';
import { OnceRecord, OnceRecordSchema } from '../src/platform/idempotency.js';
import { MailRecord, MailSchema } from '../src/platform/mail/mail-outbox.store.js';
import { Mongo } from '../src/platform/mongo.js';
import { LeaseRecord, LeaseSchema } from '../src/platform/mongo-leases.js';
import { HeadsStore } from '../src/realtime/heads.store.js';
import type { TcpProxy } from './tcp-proxy.js';

/** A fresh database on the real server, prepared as the product does it, without the product around it. */
export interface TestDatabase {
  mongo: Mongo;
  heads: HeadsStore;
  env: Env;
  /** Drops it. */
  close(): Promise<void>;
}

const MODELS: [name: string, schema: Schema][] = [
  [AnnouncementModel.name, AnnouncementSchema],
  [ReceiptModel.name, ReceiptSchema],
  [NotificationModel.name, NotificationSchema],
  [InboxChangeModel.name, InboxChangeSchema],
  [MailRecord.name, MailSchema],
  [JobDocument.name, JobSchema],
  [OnceRecord.name, OnceRecordSchema],
  [PersonRecord.name, PersonSchema],
  [LeaseRecord.name, LeaseSchema],
];

export const MONGOD_PORT = 27_017;

const OPTIONS = { autoIndex: false, autoCreate: false, serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 5_000 };

/** Where the real server is. */
export function mongoUri(): URL {
  const uri = process.env['TEST_MONGODB_URI'];
  if (!uri) throw new Error('TEST_MONGODB_URI is missing: run these by npm test');
  return new URL(uri);
}

/** The same server by way of a proxy, without asking it for other ways. */
export function throughLink(uri: URL, link: TcpProxy): string {
  const linked = new URL(uri);
  linked.host = `127.0.0.1:${link.port}`;
  linked.searchParams.delete('replicaSet');
  linked.searchParams.set('directConnection', 'true');
  return linked.href;
}

/** The database of a running product, to prepare it by the product's own stores. The connection is the caller's to close. */
export async function connectTo(db: string): Promise<Mongo> {
  return new Mongo(await createConnection(mongoUri().href, { dbName: db, ...OPTIONS }).asPromise());
}

/** @param uri by which to reach the server, unless directly */
export async function openDatabase(uri = mongoUri().href): Promise<TestDatabase> {
  const db = `test-${randomUUID()}`;
  const env = Env.from({ MONGODB_URI: uri, MONGODB_DB: db, JWT_SECRET: 'a secret of thirty-two bytes or so' });
  const connection = await createConnection(uri, { dbName: db, ...OPTIONS }).asPromise();
  for (const [name, schema] of MODELS) connection.model(name, schema);
  const mongo = new Mongo(connection);
  await mongo.prepare();
  const heads = new HeadsStore(mongo);
  await heads.ensureEpoch();
  return {
    mongo,
    heads,
    env,
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
