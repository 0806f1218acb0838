import { Component, computed, inject } from '@angular/core';
import { Session } from '../core/session';
import { VoucherTable } from './voucher-table';

/** The vouchers that concern this person: their own, their department's, or all. */
@Component({
  selector: 'app-vouchers-page',
  imports: [VoucherTable],
  template: `
    <div class="page">
      <div class="page-head">
        <h1>Vouchers</h1>
        <p class="page-lead">{{ lead() }}</p>
      </div>
      <app-voucher-table />
    </div>
  `,
})
export class VouchersPage {
  private readonly roles = inject(Session).roles;
  protected readonly lead = computed(() => {
    if (this.roles().includes('admin')) return 'Everybody’s vouchers, the moment they are given.';
    if (this.roles().includes('manager')) return 'Those of your department, the moment they are given.';
    return 'Yours, the moment you are given one.';
  });
}
