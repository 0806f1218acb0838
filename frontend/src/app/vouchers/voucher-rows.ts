import type { Voucher } from '@eventide/contracts';
import type { VoucherFilter } from './vouchers-api';

/** Whether a row that has just come belongs into the table. */
export function matches(voucher: Voucher, { employeeId, code }: VoucherFilter): boolean {
  return (employeeId === '' || voucher.employeeId === employeeId) && (code === '' || voucher.code === code);
}

/** Each row once, the newest first. */
export function newestFirst(...lists: readonly (readonly Voucher[])[]): Voucher[] {
  const byId = new Map(lists.flat().map((voucher) => [voucher.id, voucher]));
  return [...byId.values()].sort((one, other) => other.at.localeCompare(one.at) || one.id.localeCompare(other.id));
}
