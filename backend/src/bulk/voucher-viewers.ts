import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Json, Voucher } from '@eventide/contracts';
import { Topics } from '../realtime/topics.js';
import type { VoucherScope } from './vouchers.service.js';

/** Where lists of new vouchers are told. */
export const VOUCHERS_TOPIC = 'vouchers';

type Show = (voucher: Voucher) => void;

/** Who watches new vouchers here, sorted by what they may see, so that a row costs no more than its viewers. */
@Injectable()
export class VoucherViewers implements OnModuleInit, OnModuleDestroy {
  readonly #viewers = new Map<string, Set<Show>>();
  #unsubscribe: () => void = () => undefined;

  constructor(private readonly topics: Topics) {}

  onModuleInit(): void {
    this.#unsubscribe = this.topics.subscribe(VOUCHERS_TOPIC, (payload) => this.tell(payload));
  }

  onModuleDestroy(): void {
    this.#unsubscribe();
  }

  /** @returns ends it */
  watch(scope: VoucherScope, show: Show): () => void {
    const name = nameOf(scope);
    const viewers = this.#viewers.get(name) ?? new Set();
    this.#viewers.set(name, viewers.add(show));
    return () => {
      viewers.delete(show);
      if (viewers.size === 0) this.#viewers.delete(name);
    };
  }

  private tell(payload: Json): void {
    if (this.#viewers.size === 0) return;
    for (const voucher of payload as unknown as readonly Voucher[]) {
      for (const scope of scopesOf(voucher)) for (const show of this.#viewers.get(nameOf(scope)) ?? []) show(voucher);
    }
  }
}

function scopesOf({ employeeId, department }: Voucher): VoucherScope[] {
  return [{}, { employeeId }, ...(department === null ? [] : [{ department }])];
}

function nameOf({ employeeId, department }: VoucherScope): string {
  if (employeeId !== undefined) return `employee ${employeeId}`;
  return department === undefined ? 'all' : `department ${department}`;
}
