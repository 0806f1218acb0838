import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const TASKS = 'tasks';
export const COMMENTS = 'comments';

export interface StoredTask {
  _id: string;
  title: string;
  creatorId: string;
  creatorName: string;
  assigneeId: string;
  assigneeName: string;
  createdAt: Date;
}

export interface StoredComment {
  _id: string;
  taskId: string;
  authorId: string;
  authorName: string;
  text: string;
  createdAt: Date;
}

@Schema({ collection: TASKS, versionKey: false })
export class TaskModel implements StoredTask {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: String, required: true })
  creatorId!: string;

  @Prop({ type: String, required: true })
  creatorName!: string;

  @Prop({ type: String, required: true })
  assigneeId!: string;

  @Prop({ type: String, required: true })
  assigneeName!: string;

  @Prop({ type: Date, required: true })
  createdAt!: Date;
}

export const TaskSchema = SchemaFactory.createForClass(TaskModel);
TaskSchema.index({ creatorId: 1, createdAt: -1 });
TaskSchema.index({ assigneeId: 1, createdAt: -1 });

@Schema({ collection: COMMENTS, versionKey: false })
export class CommentModel implements StoredComment {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  taskId!: string;

  @Prop({ type: String, required: true })
  authorId!: string;

  @Prop({ type: String, required: true })
  authorName!: string;

  @Prop({ type: String, required: true })
  text!: string;

  @Prop({ type: Date, required: true })
  createdAt!: Date;
}

export const CommentSchema = SchemaFactory.createForClass(CommentModel);
CommentSchema.index({ taskId: 1, createdAt: 1 });
CommentSchema.index({ authorId: 1 });
