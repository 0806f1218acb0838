import { Injectable } from '@nestjs/common';
import type { Json, StepProgress } from '@eventide/contracts';
import type { StoredJob } from '../jobs/stored-job.js';
import { Topics } from '../realtime/topics.js';
import { progressOf } from './import-state.js';

const TOPIC = 'imports';

interface News {
  id: string;
  steps: StepProgress[];
}

/** How far imports have come, told to every node as it happens. Some of it may be lost: the record says it too. */
@Injectable()
export class ImportNews {
  constructor(private readonly topics: Topics) {}

  publish(job: StoredJob): void {
    const news: Json = { id: job.id, steps: progressOf(job).map((progress) => ({ ...progress })) };
    this.topics.publish(TOPIC, news);
  }

  /** @returns ends the subscription */
  listen(id: string, listener: (steps: StepProgress[]) => void): () => void {
    return this.topics.subscribe(TOPIC, (payload) => {
      const news = payload as unknown as News;
      if (news.id === id) listener(news.steps);
    });
  }
}
