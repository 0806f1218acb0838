import { Injectable } from '@nestjs/common';
import type { Voucher } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { Mongo, type Insert } from '../platform/mongo.js';
import { toVoucher, voucherId, VOUCHERS, type VoucherDocument } from './voucher.schema.js';

/** Where a page of the list ended. */
export interface VoucherPlace {
  at: string;
  id: string;
}

/** Whose vouchers are listed; all fields have to match. */
export interface VoucherFilter {
  employeeId?: string;
  department?: string;
  code?: string;
}

/** Vouchers. They are created alongside the notifications that tell of them, so here are only their inserts. */
@Injectable()
export class VouchersStore {
  constructor(private readonly mongo: Mongo) {}

  insertOf(voucher: VoucherDocument): Insert {
    return { collection: VOUCHERS, document: { ...voucher } };
  }

  /** Newest first, behind a place. */
  async list(filter: VoucherFilter, limit: number, before?: VoucherPlace): Promise<Voucher[]> {
    const at = before && new Date(before.at);
    const found = await this.vouchers
      .find(
        { ...filter, ...(at && { at: { $lte: at }, $or: [{ at: { $lt: at } }, { _id: { $lt: before.id } }] }) },
        { sort: { at: -1, _id: -1 }, limit },
      )
      .toArray();
    return found.map(toVoucher);
  }

  /** What an allocation has given to employees behind the one id up to and with the other. */
  async given(allocationId: string, after: string, last: string): Promise<Voucher[]> {
    const range = { $gt: voucherId(allocationId, after), $lte: voucherId(allocationId, last) };
    return (await this.vouchers.find({ _id: range }, { sort: { _id: 1 } }).toArray()).map(toVoucher);
  }

  /** How many an allocation has given in each department, by code. */
  async countByDepartment(allocationId: string): Promise<Map<string, number>> {
    const counts = await this.vouchers
      .aggregate<{ _id: string | null; count: number }>([
        { $match: { _id: ofAllocation(allocationId) } },
        { $group: { _id: '$department', count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    return new Map(counts.flatMap(({ _id, count }) => (_id === null ? [] : [[_id, count]])));
  }

  /** How many of these employees an allocation has given one. */
  holders(allocationId: string, employeeIds: readonly string[]): Promise<number> {
    return this.vouchers.countDocuments({ _id: { $in: employeeIds.map((id) => voucherId(allocationId, id)) } });
  }

  /** @returns whether the person had any */
  async erase(employeeId: string): Promise<boolean> {
    return (await this.vouchers.deleteMany({ employeeId })).deletedCount > 0;
  }

  private get vouchers() {
    return this.mongo.collection<VoucherDocument>(VOUCHERS);
  }
}

/** The character behind the separator ends the range. */
function ofAllocation(allocationId: string): mongo.Condition<string> {
  return { $gte: `${allocationId}:`, $lt: `${allocationId};` };
}
