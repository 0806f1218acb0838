import type { Frame } from '../src/realtime/frame.js';
import { RealtimePublisher } from '../src/realtime/realtime-publisher.js';

/** Keeps what would go out. */
export class RecordingPublisher extends RealtimePublisher {
  readonly frames: Frame[] = [];

  publish(frames: readonly Frame[]): void {
    this.frames.push(...frames);
  }

  sendToUser(): void {
    throw new Error('Nothing here is without a place');
  }
}
