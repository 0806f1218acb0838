import type { Frame } from './frame.js';
import { RealtimePublisher } from './realtime-publisher.js';

/** The twin for specs: keeps what would go out. */
export class InMemoryPublisher extends RealtimePublisher {
  readonly frames: Frame[] = [];

  publish(frames: readonly Frame[]): void {
    this.frames.push(...frames);
  }

  publishTogether(frames: readonly Frame[]): void {
    this.publish(frames);
  }

  sendToUser(): void {
    throw new Error('Nothing here is without a place');
  }
}
