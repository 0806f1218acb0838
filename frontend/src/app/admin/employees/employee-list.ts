import { Injectable, computed, inject, signal } from '@angular/core';
import type { Employee } from '@eventide/contracts';
import { failureOf, type Failure } from '../../core/failure';
import { EVERY_EMPLOYEE, EmployeesApi, type EmployeeFilter } from './employees-api';

interface Held {
  items: Employee[];
  next: string | null;
  total: number;
}

/** The employees under a filter, page by page as they are looked at. Answers that a new filter overtook are dropped. */
@Injectable()
export class EmployeeList {
  private readonly api = inject(EmployeesApi);
  private readonly held = signal<Held | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private readonly reading = signal(false);
  private filter = EVERY_EMPLOYEE;
  private turn = 0;

  readonly items = computed(() => this.held()?.items ?? []);
  /** Of all that match, read or not. */
  readonly total = computed(() => this.held()?.total ?? 0);
  readonly failure = this.lastFailure.asReadonly();
  readonly loading = this.reading.asReadonly();
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  /** Shows the beginning of another selection; what is shown stays until it is there. */
  async show(filter: EmployeeFilter): Promise<void> {
    this.filter = filter;
    await this.refresh();
  }

  /** Reads the beginning again. */
  async refresh(): Promise<void> {
    await this.read(null, []);
  }

  /** Reads the next page, unless one is being read or there is none. */
  async more(): Promise<void> {
    const held = this.held();
    if (held === null || held.next === null || this.reading()) return;
    await this.read(held.next, held.items);
  }

  private async read(before: string | null, kept: Employee[]): Promise<void> {
    const turn = ++this.turn;
    this.reading.set(true);
    this.lastFailure.set(null);
    try {
      const { items, next, total } = await this.api.page(this.filter, before);
      if (turn === this.turn) this.held.set({ items: [...kept, ...items], next, total });
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.turn) this.lastFailure.set(failure);
    } finally {
      if (turn === this.turn) this.reading.set(false);
    }
  }
}
