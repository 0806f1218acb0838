import { Injectable, Logger } from '@nestjs/common';
import type { Json } from '@eventide/contracts';
import { ClusterLink } from './cluster-link.js';

type Listener = (payload: Json) => void;

/**
 * Live news by topic, to whoever listens in any process of the cluster: progress of a job, a row that was added. At
 * most once and in no order between processes; nothing is kept, so what must not be missed is read from the database.
 */
@Injectable()
export class Topics {
  readonly #log = new Logger(Topics.name);
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(private readonly cluster: ClusterLink) {
    cluster.onTopic((topic, payload) => this.#tell(topic, payload));
  }

  /** Tells this process's listeners at once, then the other processes. Never throws and never waits. */
  publish(topic: string, payload: Json): void {
    this.#tell(topic, payload);
    this.cluster.tell(topic, payload);
  }

  /** @returns ends the subscription */
  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  #tell(topic: string, payload: Json): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        this.#log.error({ msg: 'A listener failed', topic, err: error });
      }
    }
  }
}
