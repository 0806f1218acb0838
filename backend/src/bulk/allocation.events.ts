import type { Voucher } from '@eventide/contracts';

/** An allocation is stored; its job may be put on the queue. */
export const AFTER_ALLOCATE_VOUCHER = 'after-allocate-voucher';

export interface AfterAllocateVoucher {
  allocationId: string;
}

/** Vouchers and the notifications of them are committed. A page may come twice when its worker died at that moment. */
export const AFTER_ADDED_VOUCHER = 'after-added-voucher';

export interface AfterAddedVoucher {
  allocationId: string;
  vouchers: readonly Voucher[];
}
