import { Injectable } from '@nestjs/common';
import type { AllocationRequest, Audience } from '@eventide/contracts';
import { PeopleRepository, type AudienceMember } from '../auth/people.repository.js';
import type { Addressed } from '../notifications/drafts.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { Env } from '../platform/env.js';
import { onceKey } from '../platform/idempotency.js';
import { writeLetter } from '../platform/mail/letter.js';
import { MailOutbox } from '../platform/mail/mail-outbox.store.js';
import type { Mail } from '../platform/mail/mail.js';
import { LateErasure } from './late-erasure.js';
import { amountText } from './voucher-texts.js';
import { VouchersStore } from './vouchers.store.js';

const LINK = '/vouchers';
const COUNTED_AT_ONCE = 1_000;

/** How an allocation went in one department. */
interface Summary {
  allocationId: string;
  department: string;
  voucher: AllocationRequest['voucher'];
  given: number;
  /** Who was meant and got none. */
  failed: number;
}

/** Tells each department's managers how an allocation went, once: a notification, and a mail to those who have an address. */
@Injectable()
export class ManagerSummaries {
  constructor(
    private readonly vouchers: VouchersStore,
    private readonly people: PeopleRepository,
    private readonly notifications: NotificationsService,
    private readonly mails: MailOutbox,
    private readonly lateErasure: LateErasure,
    private readonly env: Env,
  ) {}

  /** May be repeated: what was told is not told again. */
  async tell(allocationId: string, { criteria, voucher }: AllocationRequest): Promise<void> {
    for (const [department, given] of await this.vouchers.countByDepartment(allocationId)) {
      const managers = await this.people.managersOf(department);
      if (managers.length === 0) continue;
      const failed = await this.leftOut(allocationId, { ...criteria, departments: [department] });
      await this.tellManagers(managers, { allocationId, department, voucher, given, failed });
    }
  }

  /** One by one: who has left the department, or was given one in another, would make the numbers alone lie. */
  private async leftOut(allocationId: string, audience: Audience): Promise<number> {
    let count = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const ids: string[] = (await this.people.matching(audience, after, COUNTED_AT_ONCE)).map(({ id }) => id);
      count += ids.length - (await this.vouchers.holders(allocationId, ids));
      after = ids.at(-1);
    }
    return count;
  }

  private async tellManagers(managers: readonly AudienceMember[], summary: Summary): Promise<void> {
    const [origin = ''] = this.env.http.allowedOrigins;
    await this.notifications.deliver({
      sends: managers.map((manager) => notificationFor(manager, summary)),
      alongside: managers.flatMap((manager) => mailFor(manager, summary, `${origin}${LINK}`)).map((mail) => this.mails.insertOf(mail)),
      once: onceKey('job', summary.allocationId, `summary of ${summary.department}`, null),
      answer: () => null,
      lane: 'bulk',
    });
    await this.lateErasure.of(managers.map(({ id }) => id));
  }
}

function notificationFor({ id }: AudienceMember, summary: Summary): Addressed {
  return {
    to: id,
    type: 'voucher.summary',
    severity: summary.failed > 0 ? 'warning' : 'info',
    title: `Vouchers for ${summary.department}`,
    message: `${sentence(summary)}${summary.failed > 0 ? ` ${failures(summary)}` : ''}`,
    link: LINK,
    data: { allocationId: summary.allocationId, department: summary.department, given: summary.given, failed: summary.failed },
  };
}

function mailFor({ id, name, email }: AudienceMember, summary: Summary, url: string): Mail[] {
  if (email === null) return [];
  const { allocationId, department, voucher, given, failed } = summary;
  const letter = writeLetter({
    greeting: `Hello ${name},`,
    paragraphs: [sentence(summary), ...(failed > 0 ? [failures(summary)] : [])],
    facts: [
      ['Department', department],
      ['Voucher', `${voucher.title} (${voucher.code})`],
      ['Amount', amountText(voucher)],
      ['Given', String(given)],
      ['Failed', String(failed)],
    ],
    action: { label: 'See the vouchers', url },
  });
  const subject = `Vouchers for ${department}: ${voucher.title}`;
  return [{ id: `voucher-summary:${allocationId}:${department}:${id}`, to: { userId: id, name, address: email }, subject, ...letter }];
}

function sentence({ given, voucher, department }: Summary): string {
  return `${given} ${given === 1 ? 'person' : 'people'} in ${department} got the voucher “${voucher.title}” (${amountText(voucher)}).`;
}

function failures({ failed }: Summary): string {
  return `${failed} ${failed === 1 ? 'person' : 'people'} who were meant got none.`;
}
