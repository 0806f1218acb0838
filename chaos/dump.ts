import type { Db } from 'mongodb';
import type { Dump } from './evidence.js';

interface HeadDocument {
  _id: string;
  seq: number;
  unread?: number;
  readUpTo?: number;
  epoch?: string;
}

interface NotificationDocument {
  _id: string;
  userId: string;
  seq: number;
  createdSeq: number;
  unread?: boolean;
  data?: string;
}

interface AnnouncementDocument {
  _id: string;
  message: string;
  state: string;
}

interface VoucherDocument {
  employeeId: string;
  code: string;
}

interface ReceiptDocument {
  userId: string;
  announcementId: string;
}

const ALL = '#all';

/** The newest places, as stored. */
export async function readHeads(db: Db): Promise<{ epoch: string; all: number; inboxes: Map<string, HeadDocument> }> {
  const heads = await db.collection<HeadDocument>('heads').find().toArray();
  const all = heads.find(({ _id }) => _id === ALL);
  const inboxes = heads.filter(({ _id }) => _id !== ALL).map((head) => [head._id, head] as const);
  return { epoch: all?.epoch ?? '', all: all?.seq ?? 0, inboxes: new Map(inboxes) };
}

/** Reads the whole database of a run, past the product. */
export async function readDump(db: Db): Promise<Dump> {
  const { epoch, all, inboxes } = await readHeads(db);
  const notifications = await db.collection<NotificationDocument>('notifications').find().toArray();
  const announcements = await db.collection<AnnouncementDocument>('announcements').find().toArray();
  const receipts = await db.collection<ReceiptDocument>('announcement_receipts').find().toArray();
  const vouchers = await db.collection<VoucherDocument>('vouchers').find().toArray();
  const byReader = Map.groupBy(receipts, ({ userId }) => userId);
  return {
    epoch,
    all,
    inboxes: new Map([...inboxes].map(([user, { seq, unread = 0 }]) => [user, { seq, unread }])),
    items: notifications.map(({ _id: id, userId: user, seq, createdSeq, unread, data }) => {
      const { mark = id, code: voucher } = told(data);
      return { id, user, createdSeq, read: unread !== true || seq <= (inboxes.get(user)?.readUpTo ?? 0), key: mark, voucher };
    }),
    announcements: announcements.map(({ _id: id, message, state }) => ({ id, key: message, running: state === 'running' })),
    vouchers: vouchers.map(({ employeeId: user, code }) => ({ user, code })),
    receipts: new Map([...byReader].map(([user, read]) => [user, new Set(read.map(({ announcementId }) => announcementId))])),
  };
}

/** What a notification carries: the mark of a producer, or the code of a voucher. */
function told(data: string | undefined): { mark?: string; code?: string } {
  return data === undefined ? {} : (JSON.parse(data) as { mark?: string; code?: string });
}
