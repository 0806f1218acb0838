import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Jobs } from '../jobs/jobs.service.js';
import { Topics } from '../realtime/topics.js';
import {
  AFTER_ADDED_VOUCHER,
  AFTER_ALLOCATE_VOUCHER,
  type AfterAddedVoucher,
  type AfterAllocateVoucher,
} from './allocation.events.js';
import { VOUCHERS_TOPIC } from './voucher-viewers.js';

/** Vouchers that are told to streams in one message. */
const ROWS_AT_ONCE = 200;

/** What follows from an allocation's events. */
@Injectable()
export class AllocationListener {
  constructor(
    private readonly jobs: Jobs,
    private readonly topics: Topics,
  ) {}

  @OnEvent(AFTER_ALLOCATE_VOUCHER)
  enqueue({ allocationId }: AfterAllocateVoucher): void {
    this.jobs.enqueue('allot-voucher', allocationId);
  }

  @OnEvent(AFTER_ADDED_VOUCHER)
  show({ vouchers }: AfterAddedVoucher): void {
    for (let first = 0; first < vouchers.length; first += ROWS_AT_ONCE) {
      this.topics.publish(VOUCHERS_TOPIC, vouchers.slice(first, first + ROWS_AT_ONCE).map((voucher) => ({ ...voucher })));
    }
  }
}
