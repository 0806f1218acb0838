import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { AllocationRequest, DryRun, Job, Page, Voucher } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

const ALLOCATIONS = '/api/vouchers/allocations';
const PAGE = 100;

/** What the table is narrowed to; an empty text narrows nothing. */
export interface VoucherFilter {
  employeeId: string;
  code: string;
}

/** The vouchers' routes. Every call rejects with the failed request. */
@Injectable({ providedIn: 'root' })
export class VouchersApi {
  private readonly http = inject(HttpClient);

  /** Newest first, those that the caller may see. @param before `next` of the page before; null for the first */
  page(filter: VoucherFilter, before: string | null): Promise<Page<Voucher>> {
    const { employeeId, code } = filter;
    const params = {
      limit: PAGE,
      ...(employeeId !== '' && { employeeId }),
      ...(code !== '' && { code }),
      ...(before !== null && { before }),
    };
    return firstValueFrom(this.http.get<Page<Voucher>>('/api/vouchers', { params }));
  }

  dryRun(request: AllocationRequest): Promise<DryRun> {
    return firstValueFrom(this.http.post<DryRun>(ALLOCATIONS, request, { params: { dryRun: true } }));
  }

  allocate(request: AllocationRequest, key: string): Promise<Job> {
    return firstValueFrom(this.http.post<Job>(ALLOCATIONS, request, { headers: { 'Idempotency-Key': key } }));
  }
}
