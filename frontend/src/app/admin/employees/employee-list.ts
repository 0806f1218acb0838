import { Injectable, computed, inject, signal } from '@angular/core';
import type { Employee } from '@eventide/contracts';
import { failureOf, type Failure } from '../../core/failure';
import { EMPLOYEES_PER_PAGE, EVERY_EMPLOYEE, EmployeesApi, type EmployeeFilter } from './employees-api';

/** So many pages stay on either side of the one that was read last. */
const KEPT_AROUND = 10;

/** Rows by their place in the list, from 0; `end` is not among them. */
export interface RowRange {
  start: number;
  end: number;
}

type Pages = ReadonlyMap<number, Employee[]>;

interface Held {
  pages: Pages;
  total: number;
}

/**
 * The employees under a filter, as a list of its whole length of which only the pages around what is looked at are
 * held. One page is read at a time, so rows that somebody merely scrolls past are never asked for. Answers that a new
 * filter overtook are dropped.
 */
@Injectable()
export class EmployeeList {
  private readonly api = inject(EmployeesApi);
  private readonly held = signal<Held | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private filter = EVERY_EMPLOYEE;
  private wanted: RowRange = { start: 0, end: 0 };
  private isReading = false;
  private turn = 0;

  /** One for each who matches; undefined where none is held. */
  readonly rows = computed(() => {
    const rows = new Array<Employee | undefined>(this.total());
    for (const [page, employees] of this.held()?.pages ?? []) {
      employees.forEach((employee, index) => (rows[page * EMPLOYEES_PER_PAGE + index] = employee));
    }
    return rows;
  });
  /** Of all that match, read or not. */
  readonly total = computed(() => this.held()?.total ?? 0);
  readonly failure = this.lastFailure.asReadonly();
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  /** Shows the beginning of another selection; what is shown stays until it is there. */
  async show(filter: EmployeeFilter): Promise<void> {
    this.filter = filter;
    this.wanted = { start: 0, end: 0 };
    await this.refresh();
  }

  /** Reads what is looked at again, and forgets the rest. */
  async refresh(): Promise<void> {
    if (await this.read(pageOf(this.wanted.start), new Map())) await this.readMissing();
  }

  /** Reads what is missing of the rows that are looked at now. */
  async look(rows: RowRange): Promise<void> {
    this.wanted = rows;
    if (!this.isReading) await this.readMissing();
  }

  private async readMissing(): Promise<void> {
    for (let held = this.held(); held !== null; held = this.held()) {
      const page = missingPage(held, this.wanted);
      if (page === null || !(await this.read(page, held.pages))) return;
    }
  }

  /** @returns whether there was an answer, and it is still of use */
  private async read(page: number, kept: Pages): Promise<boolean> {
    const turn = ++this.turn;
    this.isReading = true;
    try {
      const { items, total } = await this.api.page(this.filter, page);
      if (turn !== this.turn) return false;
      const near = [...kept].filter(([other]) => Math.abs(other - page) <= KEPT_AROUND);
      this.held.set({ pages: new Map([...near, [page, items]]), total });
      this.lastFailure.set(null);
      return true;
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.turn) this.lastFailure.set(failure);
      return false;
    } finally {
      if (turn === this.turn) this.isReading = false;
    }
  }
}

function pageOf(row: number): number {
  return Math.floor(row / EMPLOYEES_PER_PAGE);
}

function missingPage({ pages, total }: Held, { start, end }: RowRange): number | null {
  for (let page = pageOf(start); page * EMPLOYEES_PER_PAGE < Math.min(end, total); page += 1) {
    if (!pages.has(page)) return page;
  }
  return null;
}
