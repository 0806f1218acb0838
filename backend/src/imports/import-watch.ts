import { Logger } from '@nestjs/common';
import type { StepProgress } from '@eventide/contracts';
import { toDomainError } from '../platform/failure.js';
import { Recurring } from '../platform/recurring.js';
import type { EventStream } from '../realtime/event-streams.js';
import { StepFeed } from './step-feed.js';

/** News may be lost on their way; the record is not. */
const LOOK_AGAIN_MS = 2_000;
const PACE_MS = 100;

/** Tells one stream how an import goes, and ends it after the last word. */
export class ImportWatch {
  private readonly logger = new Logger(ImportWatch.name);
  private readonly feed = new StepFeed();
  private timer: NodeJS.Timeout | undefined;

  /** @param look reads what is known of all steps that have begun */
  constructor(
    private readonly stream: EventStream,
    look: () => Promise<StepProgress[]>,
  ) {
    const looks = new Recurring(LOOK_AGAIN_MS, async () => this.show(await look()), (error) => this.lookFailed(error));
    looks.start();
    stream.onClose(() => {
      clearTimeout(this.timer);
      void looks.stop();
    });
  }

  show(steps: readonly StepProgress[]): void {
    this.feed.show(steps);
    this.tell();
  }

  private tell(): void {
    if (this.stream.closed) return;
    for (const progress of this.feed.take(Date.now())) this.stream.send('step', progress);
    clearTimeout(this.timer);
    if (this.feed.isComplete) this.stream.end();
    else if (this.feed.isWaiting) this.timer = setTimeout(() => this.tell(), PACE_MS);
  }

  /** While the database is away the stream stays; it ends with the record. */
  private lookFailed(error: unknown): void {
    const { code } = toDomainError(error);
    if (code === 'not_found') this.stream.end();
    else this.logger.warn({ msg: 'The state of an import could not be read', err: error });
  }
}
