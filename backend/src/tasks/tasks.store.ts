import { Injectable } from '@nestjs/common';
import { Mongo, type Insert } from '../platform/mongo.js';
import { COMMENTS, TASKS, type StoredComment, type StoredTask } from './task.schema.js';

const LISTED_TASKS = 200;
const LISTED_COMMENTS = 1_000;

/** Tasks and comments. They are created alongside the notifications that they cause, so here are only their inserts. */
@Injectable()
export class TasksStore {
  constructor(private readonly mongo: Mongo) {}

  insertOfTask(task: StoredTask): Insert {
    return { collection: TASKS, document: { ...task } };
  }

  insertOfComment(comment: StoredComment): Insert {
    return { collection: COMMENTS, document: { ...comment } };
  }

  find(id: string): Promise<StoredTask | null> {
    return this.tasks.findOne({ _id: id });
  }

  /** The newest 200 that a person has written or is assigned to, newest first. */
  of(userId: string): Promise<StoredTask[]> {
    return this.tasks
      .find({ $or: [{ creatorId: userId }, { assigneeId: userId }] }, { sort: { createdAt: -1 }, limit: LISTED_TASKS })
      .toArray();
  }

  /** The newest 1,000 of a task, oldest first. */
  async comments(taskId: string): Promise<StoredComment[]> {
    const newest = await this.commentDocuments
      .find({ taskId }, { sort: { createdAt: -1 }, limit: LISTED_COMMENTS })
      .toArray();
    return newest.reverse();
  }

  /** Removes a person's tasks with all comments on them, and the person's comments and name on others'. */
  async erase(userId: string): Promise<boolean> {
    const written = await this.tasks.distinct('_id', { creatorId: userId });
    const comments = await this.commentDocuments.deleteMany({ $or: [{ taskId: { $in: written } }, { authorId: userId }] });
    await this.tasks.deleteMany({ creatorId: userId });
    const renamed = await this.tasks.updateMany({ assigneeId: userId }, { $set: { assigneeName: userId } });
    return written.length > 0 || comments.deletedCount > 0 || renamed.modifiedCount > 0;
  }

  private get tasks() {
    return this.mongo.collection<StoredTask>(TASKS);
  }

  private get commentDocuments() {
    return this.mongo.collection<StoredComment>(COMMENTS);
  }
}
