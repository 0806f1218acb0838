import type { InvariantId } from './evidence.js';
import type { Fleet } from './fleet.js';
import type { Producer } from './producers.js';
import type { Random } from './random.js';
import type { Stage, StageNeeds } from './stage.js';

/** What a fault acts upon. */
export interface Scene {
  stage: Stage;
  fleet: Fleet;
  producers: readonly Producer[];
  random: Random;
  /** Another producer, not one of the steady ones. */
  producer: (name: string) => Producer;
}

export interface Fault {
  id: string;
  title: string;
  needsRoot?: true;
  stage?: StageNeeds;
  /** Every second device gets server-sent events, and one person has seven such. */
  streams?: true;
  /** How long it lasts; 10 s unless said. */
  lastsMs?: number;
  /** Those it is judged by; all unless said. */
  invariants?: readonly InvariantId[];
  inject(scene: Scene): Promise<void>;
  heal(scene: Scene): Promise<void>;
  /** What must hold besides the invariants, judged at rest: every sentence is a violation. */
  expects?(scene: Scene): string[];
}

export const ALL_INVARIANTS: readonly InvariantId[] = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'S2'];

/** All but those named. */
export function except(...ids: InvariantId[]): InvariantId[] {
  return ALL_INVARIANTS.filter((id) => !ids.includes(id));
}

/** Producers and people stop, and all that they began is answered: what comes after it is followed by nothing. */
export async function fallSilent({ producers, fleet }: Scene): Promise<void> {
  fleet.stopActing();
  for (const producer of producers) producer.stop();
  await Promise.all([fleet.settled(), ...producers.map((producer) => producer.settled())]);
}
