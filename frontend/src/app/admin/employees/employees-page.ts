import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, LOCALE_ID, computed, inject, signal, viewChild } from '@angular/core';
import type { Employee } from '@eventide/contracts';
import { Session } from '../../core/session';
import { Avatar } from '../../ui/avatar';
import { ListState } from '../../ui/list-state';
import { StateMessage } from '../../ui/state-message';
import { EmployeeDetailsDialog } from './employee-details-dialog';
import { EmployeeFilters } from './employee-filters';
import { EmployeeList } from './employee-list';
import type { EmployeeFilter } from './employees-api';

/** So many rows before and behind those on the page are read as well. */
const AHEAD = 50;

/** The company's people: searched, filtered, however many there are. */
@Component({
  selector: 'app-employees-page',
  imports: [
    Avatar,
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    EmployeeDetailsDialog,
    EmployeeFilters,
    ListState,
    StateMessage,
  ],
  providers: [EmployeeList],
  templateUrl: './employees-page.html',
  styleUrl: './employees-page.css',
})
export class EmployeesPage {
  private readonly session = inject(Session);
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly list = inject(EmployeeList);
  protected readonly chosen = signal<Employee | null>(null);
  protected readonly rowHeight = 60;
  protected readonly lead = computed(() =>
    this.session.roles().includes('admin')
      ? 'Everybody in the company, with what the last workbook said of them.'
      : `The people of your department, ${this.session.user()?.department ?? 'which isn’t known yet'}.`,
  );
  protected readonly count = computed(() => {
    const total = this.list.total();
    return total === 1 ? '1 employee' : `${this.number.format(total)} employees`;
  });

  protected async show(filter: EmployeeFilter): Promise<void> {
    await this.list.show(filter);
    this.viewport()?.scrollToIndex(0);
  }

  protected scrolled(): void {
    const { start, end } = this.viewport()?.getRenderedRange() ?? { start: 0, end: 0 };
    void this.list.look({ start: Math.max(0, start - AHEAD), end: end + AHEAD });
  }

  /** A row stays when what it shows has come. */
  protected byIndex(index: number): number {
    return index;
  }
}
