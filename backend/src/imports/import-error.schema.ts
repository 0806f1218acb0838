import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const IMPORT_ERRORS = 'import_errors';

/** One cell that an import found wrong. */
@Schema({ collection: IMPORT_ERRORS, versionKey: false })
export class ImportErrorDocument {
  /** Import, sheet, row and column, so that it is there once. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  importId!: string;

  @Prop({ type: String, required: true })
  sheet!: string;

  @Prop({ type: Number, required: true })
  row!: number;

  @Prop({ type: String, required: true })
  column!: string;

  /** The beginning of what is in the cell. */
  @Prop({ type: String })
  value!: string;

  @Prop({ type: String, required: true })
  problem!: string;

  /** Whom the row or the value names, by id or e-mail address: whose erasure takes it along. */
  @Prop({ type: [String], index: true })
  about?: string[];

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const ImportErrorSchema = SchemaFactory.createForClass(ImportErrorDocument);
ImportErrorSchema.index({ importId: 1 });
