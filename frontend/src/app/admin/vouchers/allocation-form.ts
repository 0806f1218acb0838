import { Component, LOCALE_ID, computed, inject, output, signal, viewChild } from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import type { AllocationRequest, Audience, Job } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { Attempt } from '../../core/attempt';
import { failureOf } from '../../core/failure';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import { Question } from '../../ui/question';
import { VouchersApi } from '../../vouchers/vouchers-api';
import { AudienceCount } from '../bulk/audience-count';
import { audienceOf } from '../bulk/audience-draft';
import { AudienceFields } from '../bulk/audience-fields';
import { EMPTY_ALLOCATION, allocationRules, countRequestOf, requestOf } from './allocation-draft';

/** Who gets which voucher: counted while one writes, asked once more before it begins. */
@Component({
  selector: 'app-allocation-form',
  imports: [AudienceCount, AudienceFields, FieldControl, FormField, FormRoot, Icon, LabelledField, Question],
  templateUrl: './allocation-form.html',
  styleUrl: './allocation-form.css',
})
export class AllocationForm {
  private readonly api = inject(VouchersApi);
  private readonly locale = inject(LOCALE_ID);
  private readonly attempt = new Attempt();
  private readonly counter = viewChild.required(AudienceCount);
  /** It has begun, under this title. */
  readonly begun = output<Job>();

  private readonly draft = signal(EMPTY_ALLOCATION);
  protected readonly failure = signal<string | null>(null);
  /** What is about to be done, once it is confirmed. */
  protected readonly asked = signal<AllocationRequest | null>(null);
  protected readonly allocating = signal(false);
  protected readonly allocation = form(this.draft, allocationRules, {
    submission: { action: async () => this.ask() },
  });
  protected readonly audience = computed(() =>
    this.allocation.audience().valid() ? audienceOf(this.draft().audience) : null,
  );
  /** '200 vouchers'. */
  protected readonly amount = computed(() => {
    const people = this.counter().people() ?? 0;
    return people === 1 ? '1 voucher' : `${new Intl.NumberFormat(this.locale).format(people)} vouchers`;
  });
  protected readonly question = computed(() => {
    const { voucher, notifyManagers } = this.asked() ?? requestOf(this.draft());
    const { amount, currency, title } = voucher;
    const money = new Intl.NumberFormat(this.locale, { style: 'currency', currency }).format(amount);
    const managers = notifyManagers ? ' Their managers get a summary.' : '';
    return `Each gets “${title}” over ${money} and is told at once.${managers} What was given can’t be taken back.`;
  });

  protected readonly count = (audience: Audience) => this.api.dryRun(countRequestOf(audience));

  protected async allocate(): Promise<void> {
    const request = this.asked();
    if (request === null) return;
    this.asked.set(null);
    this.allocating.set(true);
    try {
      const job = await this.api.allocate(request, this.attempt.keyFor(request));
      this.attempt.done();
      this.allocation().reset(EMPTY_ALLOCATION);
      this.begun.emit(job);
    } catch (error) {
      this.failure.set(failureOf(error).message);
    } finally {
      this.allocating.set(false);
    }
  }

  private ask(): void {
    if (this.allocating()) return;
    this.failure.set(null);
    const people = this.counter().people();
    if (people === 0) this.failure.set('Nobody matches: nothing would be given.');
    else if (people === null) this.failure.set('Wait until it is known how many it concerns.');
    else this.asked.set(requestOf(this.draft()));
  }
}
