import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Erasure } from '../auth/erasure.js';
import { PeopleRepository } from '../auth/people.repository.js';
import { JobRunner } from '../jobs/job-runner.js';
import type { Env } from '../platform/env.js';
import { DirectoryKnowledge } from './directory-knowledge.js';
import { ImportErrorDocument, ImportErrorSchema } from './import-error.schema.js';
import { ImportErrorsStore } from './import-errors.store.js';
import { ImportNews } from './import-news.js';
import { ImportStreamController } from './import-stream.controller.js';
import { ImportProcessor } from './import.processor.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { KnownBefore } from './sheet-check.js';
import { StepWriter } from './step-writer.js';
import { WorkbookChunk, WorkbookChunkSchema, WorkbookFile, WorkbookFileSchema } from './workbook.schema.js';
import { WorkbooksStore } from './workbooks.store.js';
import { WorkbooksSweep } from './workbooks-sweep.js';

/** The company's workbook: received where clients are served, imported where jobs are done. */
@Module({})
export class ImportsModule implements OnModuleInit {
  constructor(
    private readonly runner: JobRunner,
    private readonly processor: ImportProcessor,
    private readonly erasure: Erasure,
    private readonly people: PeopleRepository,
    private readonly errors: ImportErrorsStore,
  ) {}

  static forRole(role: Env['role']): DynamicModule {
    return {
      module: ImportsModule,
      imports: [
        MongooseModule.forFeature([
          { name: ImportErrorDocument.name, schema: ImportErrorSchema },
          { name: WorkbookFile.name, schema: WorkbookFileSchema },
          { name: WorkbookChunk.name, schema: WorkbookChunkSchema },
        ]),
      ],
      controllers: role === 'worker' ? [] : [ImportStreamController, ImportsController],
      providers: [
        ImportErrorsStore,
        ImportNews,
        ImportProcessor,
        ImportsService,
        StepWriter,
        WorkbooksStore,
        { provide: KnownBefore, useClass: DirectoryKnowledge },
        ...(role === 'gateway' ? [] : [WorkbooksSweep]),
      ],
    };
  }

  onModuleInit(): void {
    this.runner.register(this.processor);
    this.erasure.register('import errors', async (userId) => {
      const person = await this.people.find(userId);
      return this.errors.erase(userId, person?.email?.toLowerCase());
    });
  }
}
