import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const WORKBOOKS = 'workbooks';

/** Declares the collections of GridFS with their indexes, so that none is made under traffic. */
@Schema({ collection: `${WORKBOOKS}.files`, versionKey: false, strict: false })
export class WorkbookFile {
  @Prop({ type: String, required: true })
  filename!: string;

  @Prop({ type: Date, required: true })
  uploadDate!: Date;
}

export const WorkbookFileSchema = SchemaFactory.createForClass(WorkbookFile);
WorkbookFileSchema.index({ filename: 1, uploadDate: 1 });
WorkbookFileSchema.index({ 'metadata.keepUntil': 1 });

@Schema({ collection: `${WORKBOOKS}.chunks`, versionKey: false, strict: false })
export class WorkbookChunk {
  @Prop({ type: Number, required: true })
  n!: number;
}

export const WorkbookChunkSchema = SchemaFactory.createForClass(WorkbookChunk);
WorkbookChunkSchema.index({ files_id: 1, n: 1 }, { unique: true });
