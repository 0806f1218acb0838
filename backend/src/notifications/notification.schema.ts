import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SEVERITIES, type Actor, type Severity } from '@eventide/contracts';
import type { RowChange, StoredChange, StoredNotification } from './stored-notification.js';

export const NOTIFICATIONS = 'notifications';
export const INBOX_CHANGES = 'inbox_changes';

/** Declares the collection and its indexes; the hot path reads and writes it with the driver's own calls. */
@Schema({ collection: NOTIFICATIONS, versionKey: false })
export class NotificationModel implements StoredNotification {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  userId!: string;

  @Prop({ type: Number, required: true })
  seq!: number;

  @Prop({ type: Number, required: true })
  createdSeq!: number;

  @Prop({ type: String, required: true })
  type!: string;

  @Prop({ type: String, required: true })
  category!: string;

  @Prop({ type: String, required: true, enum: SEVERITIES })
  severity!: Severity;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: String, required: true })
  message!: string;

  @Prop({ type: String })
  link?: string;

  @Prop({ type: String })
  data?: string;

  @Prop({ type: { id: String, name: String }, _id: false })
  actor?: Actor;

  @Prop({ type: Date, required: true })
  timestamp!: Date;

  @Prop({ type: Boolean })
  unread?: true;

  @Prop({ type: Date })
  readAt?: Date;

  @Prop({ type: Date })
  expiresAt?: Date;
}

export const NotificationSchema = SchemaFactory.createForClass(NotificationModel);
NotificationSchema.index({ userId: 1, createdSeq: -1 });
NotificationSchema.index({ userId: 1, seq: 1 });
NotificationSchema.index({ userId: 1, createdSeq: -1, seq: 1 }, { name: 'unread', partialFilterExpression: { unread: true } });
NotificationSchema.index({ expiresAt: 1 }, { partialFilterExpression: { expiresAt: { $exists: true } } });

/** Places of an inbox stream that no document carries: removals, read-alls and receipts. */
@Schema({ collection: INBOX_CHANGES, versionKey: false })
export class InboxChangeModel implements StoredChange {
  @Prop({ type: String, required: true })
  userId!: string;

  @Prop({ type: Number, required: true })
  seq!: number;

  @Prop({ type: Date, required: true })
  at!: Date;

  @Prop({ type: Object, required: true })
  change!: RowChange;
}

export const InboxChangeSchema = SchemaFactory.createForClass(InboxChangeModel);
InboxChangeSchema.index({ userId: 1, seq: 1 }, { unique: true });
InboxChangeSchema.index({ at: 1 });
