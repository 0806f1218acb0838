import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Recurring } from '../platform/recurring.js';
import { WorkbooksStore } from './workbooks.store.js';

const PAUSE_MS = 60_000;

/** Forgets workbooks that nobody will import any more. */
@Injectable()
export class WorkbooksSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkbooksSweep.name);
  private readonly passes = new Recurring(
    PAUSE_MS,
    () => this.workbooks.forget(new Date()),
    (error) => this.logger.warn({ msg: 'Old workbooks were not removed; the next pass tries again', err: error }),
  );

  constructor(private readonly workbooks: WorkbooksStore) {}

  onApplicationBootstrap(): void {
    this.passes.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.passes.stop();
  }
}
