import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SEVERITIES, type Actor, type AnnouncementKind, type AnnouncementState, type Severity } from '@eventide/contracts';
import type { StoredAnnouncement } from './stored-announcement.js';

export const ANNOUNCEMENTS = 'announcements';
export const RECEIPTS = 'announcement_receipts';

/** That a person has read an announcement; written only when it happens. */
export interface Receipt {
  userId: string;
  announcementId: string;
}

@Schema({ collection: ANNOUNCEMENTS, versionKey: false })
export class AnnouncementModel implements StoredAnnouncement {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, enum: ['scheduled', 'running', 'withdrawn', 'expired'] })
  state!: AnnouncementState;

  @Prop({ type: Number })
  seq!: number | null;

  @Prop({ type: Number })
  createdSeq!: number | null;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: String, required: true })
  message!: string;

  @Prop({ type: String, required: true, enum: SEVERITIES })
  severity!: Severity;

  @Prop({ type: String })
  link?: string;

  @Prop({ type: String, required: true, enum: ['announcement', 'message', 'flow'] })
  kind!: AnnouncementKind;

  @Prop({ type: { id: String, name: String }, _id: false })
  actor?: Actor;

  @Prop({ type: Date, required: true })
  timestamp!: Date;

  @Prop({ type: Date })
  publishAt?: Date;

  @Prop({ type: Date, required: true })
  expiresAt!: Date;

  @Prop({ type: Date })
  editedAt?: Date;

  @Prop({ type: Date })
  endedAt?: Date;
}

export const AnnouncementSchema = SchemaFactory.createForClass(AnnouncementModel);
AnnouncementSchema.index({ seq: 1 });
AnnouncementSchema.index({ state: 1, publishAt: 1 });
AnnouncementSchema.index({ state: 1, expiresAt: 1 });
AnnouncementSchema.index({ 'actor.id': 1 }, { sparse: true });
AnnouncementSchema.index({ endedAt: 1 }, { partialFilterExpression: { endedAt: { $exists: true } } });

@Schema({ collection: RECEIPTS, versionKey: false })
export class ReceiptModel implements Receipt {
  @Prop({ type: String, required: true })
  userId!: string;

  @Prop({ type: String, required: true })
  announcementId!: string;
}

export const ReceiptSchema = SchemaFactory.createForClass(ReceiptModel);
ReceiptSchema.index({ userId: 1, announcementId: 1 }, { unique: true });
ReceiptSchema.index({ announcementId: 1 });
