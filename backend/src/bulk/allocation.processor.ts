import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { AllocationRequest, Voucher } from '@eventide/contracts';
import type { AudienceMember } from '../auth/people.repository.js';
import { JobProcessor, type JobRun } from '../jobs/job-processor.js';
import type { Addressed } from '../notifications/drafts.js';
import { AFTER_ADDED_VOUCHER, type AfterAddedVoucher } from './allocation.events.js';
import { AudienceWalk, type CommittedPage } from './audience-walk.js';
import { allocationRequest } from './bulk.schemas.js';
import { ManagerSummaries } from './manager-summaries.js';
import { amountText } from './voucher-texts.js';
import { toVoucher, voucherId, type VoucherDocument } from './voucher.schema.js';
import { VouchersStore } from './vouchers.store.js';

/** Allots vouchers: a page of employees at a time, each once, with a notification each; then tells the managers. */
@Injectable()
export class AllocationProcessor extends JobProcessor {
  override readonly queue = 'allot-voucher';

  constructor(
    private readonly walk: AudienceWalk,
    private readonly vouchers: VouchersStore,
    private readonly summaries: ManagerSummaries,
    private readonly events: EventEmitter2,
  ) {
    super();
  }

  override async process(run: JobRun): Promise<void> {
    const request = allocationRequest.parse(run.job.request);
    const allocationId = run.job.id;
    let documents: VoucherDocument[] = [];
    await this.walk.run(run, request.criteria, {
      write: (members) => {
        documents = members.map((member) => voucherFor(member, allocationId, request));
        return { sends: documents.map(notificationOf), alongside: documents.map((voucher) => this.vouchers.insertOf(voucher)) };
      },
      committed: async (page) => this.added(allocationId, await this.given(allocationId, page, documents)),
    });
    if (request.notifyManagers ?? true) await this.summaries.tell(allocationId, request);
  }

  /** Of a page that an earlier run wrote, the database knows whom it concerned. */
  private async given(allocationId: string, page: CommittedPage, documents: readonly VoucherDocument[]): Promise<Voucher[]> {
    return page.isRepeated ? this.vouchers.given(allocationId, page.after, page.last) : documents.map(toVoucher);
  }

  private added(allocationId: string, vouchers: Voucher[]): void {
    this.events.emit(AFTER_ADDED_VOUCHER, { allocationId, vouchers } satisfies AfterAddedVoucher);
  }
}

function voucherFor({ id, name, department }: AudienceMember, allocationId: string, { voucher }: AllocationRequest): VoucherDocument {
  const { code, title, amount, currency, expiresAt } = voucher;
  return {
    _id: voucherId(allocationId, id),
    employeeId: id,
    name,
    department,
    code,
    title,
    amount,
    currency,
    at: new Date(),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
  };
}

function notificationOf(voucher: VoucherDocument): Addressed {
  return {
    to: voucher.employeeId,
    type: 'voucher.added',
    severity: 'success',
    title: 'You have a new voucher',
    message: `${voucher.title}: ${amountText(voucher)}. Its code is ${voucher.code}.`,
    link: '/vouchers',
    data: { voucherId: voucher._id, code: voucher.code, amount: voucher.amount, currency: voucher.currency },
  };
}
