import { Component, LOCALE_ID, computed, effect, inject, signal, untracked } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { TimeAgo } from '@eventide/notification-center';
import { Session } from '../core/session';
import { FieldControl, LabelledField } from '../ui/labelled-field';
import { ListState } from '../ui/list-state';
import { StateMessage } from '../ui/state-message';
import { VoucherList } from './voucher-list';

const PAUSE_MS = 250;

/** Vouchers as they are given, newest first, with filters. */
@Component({
  selector: 'app-voucher-table',
  imports: [FieldControl, FormField, LabelledField, ListState, StateMessage, TimeAgo],
  providers: [VoucherList],
  templateUrl: './voucher-table.html',
  styleUrl: './voucher-table.css',
})
export class VoucherTable {
  private readonly roles = inject(Session).roles;
  private readonly locale = inject(LOCALE_ID);
  private readonly number = new Intl.NumberFormat(this.locale);
  protected readonly list = inject(VoucherList);
  private readonly filter = signal({ employeeId: '', code: '' });
  protected readonly fields = form(this.filter);
  /** Everybody else's are their own. */
  protected readonly seesOthers = computed(() => this.roles().some((role) => role === 'admin' || role === 'manager'));
  protected readonly arrived = computed(() => {
    const arrived = this.list.arrived();
    return arrived === 0 ? '' : `${this.number.format(arrived)} came since you opened this page.`;
  });

  constructor() {
    this.list.open();
    let before = this.filter();
    effect((onCleanup) => {
      const filter = this.filter();
      if (filter === before) return;
      before = filter;
      const timer = setTimeout(() => void untracked(() => this.list.show(trimmed(filter))), PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected money(amount: number, currency: string): string {
    return new Intl.NumberFormat(this.locale, { style: 'currency', currency }).format(amount);
  }
}

function trimmed({ employeeId, code }: { employeeId: string; code: string }) {
  return { employeeId: employeeId.trim(), code: code.trim() };
}
