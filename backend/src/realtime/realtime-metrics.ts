import { Injectable } from '@nestjs/common';
import type { ClosingCode, ConnectErrorCode } from '@eventide/contracts';
import type { Counter } from 'prom-client';
import { Metrics } from '../platform/metrics.js';
import type { Verdict } from './outlet.js';

/** What is counted about delivery. */
@Injectable()
export class RealtimeMetrics {
  readonly #frames: Counter<'verdict'>;
  readonly #healed: Counter<'found'>;
  readonly #closings: Counter<'code'>;
  readonly #refusals: Counter<'code'>;
  readonly #passes: Counter<'outcome'>;

  constructor(private readonly metrics: Metrics) {
    this.#frames = metrics.counter('eventide_frames_total', 'Frames judged for a connection', ['verdict']);
    this.#healed = metrics.counter(
      'eventide_healed_total',
      'Connections brought up to date after a hint was lost: found by a hole, or by reconciliation',
      ['found'],
    );
    this.#closings = metrics.counter('eventide_closings_total', 'Connections closed by the server', ['code']);
    this.#refusals = metrics.counter('eventide_refusals_total', 'Handshakes refused', ['code']);
    this.#passes = metrics.counter('eventide_reconciliations_total', 'Passes of reconciliation', ['outcome']);
  }

  /** @param count says how many connections are open at the moment it is asked */
  showConnections(count: () => number): void {
    this.metrics.gauge('eventide_connections', 'Open connections of this node', [], (gauge) => gauge.set(count()));
  }

  /** @param count says how many streams of features are open at the moment it is asked */
  showStreams(count: () => number): void {
    this.metrics.gauge('eventide_event_streams', 'Open streams of features of this node', [], (gauge) => gauge.set(count()));
  }

  frame(verdict: Verdict): void {
    this.#frames.inc({ verdict });
  }

  healed(found: 'hole' | 'reconciliation'): void {
    this.#healed.inc({ found });
  }

  closing(code: ClosingCode): void {
    this.#closings.inc({ code });
  }

  refused(code: ConnectErrorCode): void {
    this.#refusals.inc({ code });
  }

  pass(outcome: 'done' | 'skipped'): void {
    this.#passes.inc({ outcome });
  }
}
