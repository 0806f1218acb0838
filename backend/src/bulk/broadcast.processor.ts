import { Injectable } from '@nestjs/common';
import { JobProcessor, type JobRun } from '../jobs/job-processor.js';
import { AudienceWalk } from './audience-walk.js';
import { broadcastRequest } from './bulk.schemas.js';

/** Sends one notification to everybody of an audience, once each. */
@Injectable()
export class BroadcastProcessor extends JobProcessor {
  override readonly queue = 'broadcast';

  constructor(private readonly walk: AudienceWalk) {
    super();
  }

  override async process(run: JobRun): Promise<void> {
    const { audience, notification } = broadcastRequest.parse(run.job.request);
    await this.walk.run(run, audience, {
      write: (members) => ({ sends: members.map(({ id }) => ({ ...notification, to: id })) }),
    });
  }
}
