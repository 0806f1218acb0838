import { Injectable } from '@nestjs/common';
import type { Page, Voucher } from '@eventide/contracts';
import { z } from 'zod';
import { MANAGER, PeopleRepository } from '../auth/people.repository.js';
import type { UserPrincipal } from '../auth/principal.js';
import { readPageToken, writePageToken } from '../platform/page-token.js';
import type { VouchersQuery } from './bulk.schemas.js';
import { VouchersStore, type VoucherPlace } from './vouchers.store.js';

/** Whose vouchers a person may see: one's own, a department's, or with neither all. */
export interface VoucherScope {
  employeeId?: string;
  department?: string;
}

const voucherPlace = z.object({ at: z.iso.datetime(), id: z.string() }) satisfies z.ZodType<VoucherPlace>;

/** Vouchers that were given, for those who may see them. */
@Injectable()
export class VouchersService {
  constructor(
    private readonly store: VouchersStore,
    private readonly people: PeopleRepository,
  ) {}

  /** An admin sees all, a manager the own department's, everybody else the own. */
  async scopeOf({ userId, roles }: UserPrincipal): Promise<VoucherScope> {
    if (roles.includes('admin')) return {};
    const department = roles.includes(MANAGER) ? (await this.people.find(userId))?.department : null;
    return department ? { department } : { employeeId: userId };
  }

  /**
   * One page of those that the person may see, newest first.
   * @throws DomainError `invalid_request` for a `before` of other filters
   */
  async list(user: UserPrincipal, { employeeId, code, limit, before }: VouchersQuery): Promise<Page<Voucher>> {
    const scope = await this.scopeOf(user);
    const filters = [scope.employeeId ?? null, scope.department ?? null, employeeId ?? null, code ?? null];
    const behind = before === undefined ? undefined : readPageToken(before, filters, voucherPlace);
    if (scope.employeeId !== undefined && employeeId !== undefined && scope.employeeId !== employeeId) return { items: [], next: null };
    const wanted = { ...scope, ...(employeeId !== undefined && { employeeId }), ...(code !== undefined && { code }) };
    const found = await this.store.list(wanted, limit + 1, behind);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last && found.length > limit ? writePageToken({ at: last.at, id: last.id }, filters) : null;
    return { items, next };
  }
}
