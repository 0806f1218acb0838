import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Voucher } from '@eventide/contracts';

export const VOUCHERS = 'vouchers';

/** Declares the collection and its indexes; it is read and written with the driver's own calls. */
@Schema({ collection: VOUCHERS, versionKey: false })
export class VoucherDocument {
  /** Made of the allocation and the employee: one voucher for each pair. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  employeeId!: string;

  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: String })
  department!: string | null;

  @Prop({ type: String, required: true })
  code!: string;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: Number, required: true })
  amount!: number;

  @Prop({ type: String, required: true })
  currency!: string;

  @Prop({ type: Date, required: true })
  at!: Date;

  @Prop({ type: Date })
  expiresAt?: Date;
}

export const VoucherSchema = SchemaFactory.createForClass(VoucherDocument);
VoucherSchema.index({ at: -1, _id: -1 });
VoucherSchema.index({ department: 1, at: -1, _id: -1 });
VoucherSchema.index({ employeeId: 1, at: -1, _id: -1 });
VoucherSchema.index({ code: 1, at: -1, _id: -1 });

/** The one voucher that an allocation gives an employee. */
export function voucherId(allocationId: string, employeeId: string): string {
  return `${allocationId}:${employeeId}`;
}

export function toVoucher({ _id, at, expiresAt: _expiresAt, ...voucher }: VoucherDocument): Voucher {
  return { id: _id, ...voucher, at: at.toISOString() };
}
