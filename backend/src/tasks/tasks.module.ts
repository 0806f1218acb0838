import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Erasure } from '../auth/erasure.js';
import { CommentModel, CommentSchema, TaskModel, TaskSchema } from './task.schema.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';
import { TasksStore } from './tasks.store.js';

/** The worked example: a feature that injects NotificationsService. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: TaskModel.name, schema: TaskSchema },
      { name: CommentModel.name, schema: CommentSchema },
    ]),
  ],
  controllers: [TasksController],
  providers: [TasksStore, TasksService],
})
export class TasksModule implements OnModuleInit {
  constructor(
    private readonly erasure: Erasure,
    private readonly tasks: TasksStore,
  ) {}

  onModuleInit(): void {
    this.erasure.register('tasks', (userId) => this.tasks.erase(userId));
  }
}
