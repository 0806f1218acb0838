import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection, MongooseModule, type MongooseModuleFactoryOptions } from '@nestjs/mongoose';
import { MongooseError, type ClientSession, type Connection, type mongo } from 'mongoose';
import { before, DEADLINES, DeadlineExceeded, fromNow, unavailable } from './deadline.js';
import { Env } from './env.js';
import { isDatabaseAway } from './mongo-failure.js';
import { lifetimeWarning } from './transaction-lifetime.js';

/** One moment of the database; reads that are given the same one belong together. */
export type Snapshot = ClientSession;

/** A document that is to exist if and only if the write it is handed in with does. */
export interface Insert {
  collection: string;
  document: { _id: string } & Record<string, unknown>;
}

const OLDEST_MAJOR = 6;

function connectionOptions(env: Env): MongooseModuleFactoryOptions {
  return {
    uri: env.mongo.uri,
    dbName: env.mongo.db,
    appName: env.nodeName,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
    writeConcern: { w: 'majority', j: true, wtimeoutMS: DEADLINES.database },
    readPreference: 'primary',
    serverSelectionTimeoutMS: DEADLINES.database,
    waitQueueTimeoutMS: DEADLINES.database,
    connectTimeoutMS: DEADLINES.database,
    socketTimeoutMS: 5 * DEADLINES.database,
    heartbeatFrequencyMS: DEADLINES.database,
    maxPoolSize: 50,
    retryAttempts: 7,
    retryDelay: DEADLINES.database,
    connectionErrorFactory: (error) => new MongooseError(`The database of MONGODB_URI does not answer: ${error.message}`),
  };
}

/** The connection, with time limits everywhere: a database that hangs must not hang the callers. */
export const MONGO_CONNECTION = MongooseModule.forRootAsync({ inject: [Env], useFactory: connectionOptions });

/** The database. Writes are `w: majority, j: true`; reads outside a snapshot see the primary's latest. */
@Injectable()
export class Mongo {
  readonly #log = new Logger(Mongo.name);

  constructor(@InjectConnection() readonly connection: Connection) {}

  /** The driver's own collection, for paths where documents are neither cast nor hydrated. */
  collection<T extends mongo.BSON.Document>(name: string): mongo.Collection<T> {
    if (!this.connection.db) throw unavailable();
    return this.connection.db.collection<T>(name);
  }

  /**
   * Reads of one moment, of majority-committed data only.
   * @throws DomainError `unavailable` when the database does not answer within 2 s
   */
  async snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const reading = this.connection.getClient().withSession({ snapshot: true }, work);
    try {
      return await before(fromNow(DEADLINES.database), reading);
    } catch (error) {
      if (isDatabaseAway(error) || error instanceof DeadlineExceeded) throw unavailable(error);
      throw error;
    }
  }

  /** The primary's time. */
  async time(): Promise<Date> {
    const hello = this.connection.getClient().db('admin').command({ hello: 1 });
    return (await before(fromNow(DEADLINES.database), hello))['localTime'] as Date;
  }

  /** True when the primary answers within the time. */
  async answers(withinMs: number): Promise<boolean> {
    try {
      await before(fromNow(withinMs), this.connection.getClient().db('admin').command({ ping: 1 }));
      return true;
    } catch (error) {
      if (isDatabaseAway(error) || error instanceof DeadlineExceeded) return false;
      throw error;
    }
  }

  /**
   * Makes every collection and index; nothing is created under traffic. Call it once, before listening.
   * @throws Error with one sentence when the server is not a replica set of 6.0 or newer
   */
  async prepare(): Promise<void> {
    await this.assertServer();
    await this.warnOfLongLocks();
    for (const model of Object.values(this.connection.models)) {
      await model.createCollection();
      await model.createIndexes();
    }
  }

  private async warnOfLongLocks(): Promise<void> {
    const warning = await lifetimeWarning(this.connection.getClient().db('admin'));
    if (warning !== undefined) this.#log.warn(warning);
  }

  private async assertServer(): Promise<void> {
    const admin = this.connection.getClient().db('admin');
    const hello = await admin.command({ hello: 1 });
    const { version } = await admin.command({ buildInfo: 1 });
    if (!hello['setName'] || Number.parseInt(String(version), 10) < OLDEST_MAJOR) {
      throw new Error('MONGODB_URI must name a replica set of MongoDB 6.0 or newer; one member is enough.');
    }
  }
}
