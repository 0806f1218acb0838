import { apply, maxLength, pattern, required, schema, validate } from '@angular/forms/signals';
import { LIMITS, type AllocationRequest, type Audience } from '@eventide/contracts';
import { EVERYBODY, audienceOf, audienceRules, type AudienceDraft } from '../bulk/audience-draft';

/** The form's content. */
export interface AllocationDraft {
  code: string;
  title: string;
  amount: string;
  currency: string;
  /** As a `date` field holds it. */
  expiresOn: string;
  notifyManagers: boolean;
  audience: AudienceDraft;
}

export const EMPTY_ALLOCATION: AllocationDraft = {
  code: '',
  title: '',
  amount: '',
  currency: 'EUR',
  expiresOn: '',
  notifyManagers: true,
  audience: EVERYBODY,
};

/** What allocating this draft sends. The voucher is good until the end of its last day, here. */
export function requestOf(draft: AllocationDraft): AllocationRequest {
  return {
    voucher: {
      code: draft.code.trim(),
      title: draft.title.trim(),
      amount: Number(draft.amount.replace(',', '.')),
      currency: draft.currency.trim().toUpperCase(),
      ...(draft.expiresOn && { expiresAt: new Date(`${draft.expiresOn}T23:59:59`).toISOString() }),
    },
    criteria: audienceOf(draft.audience),
    notifyManagers: draft.notifyManagers,
  };
}

/** A request that only counts: whom it concerns doesn't depend on what they get. */
export function countRequestOf(criteria: Audience): AllocationRequest {
  return { voucher: { code: 'COUNT', title: 'Count', amount: 1, currency: 'EUR' }, criteria };
}

/** What may be written in the fields. */
export const allocationRules = schema<AllocationDraft>((path) => {
  required(path.code, { message: 'Give it a code.' });
  pattern(path.code, /^\s*[A-Za-z0-9._-]{1,64}\s*$/, { message: 'Letters, digits, dots, dashes; no spaces.' });
  required(path.title, { message: 'Say what it is for.' });
  pattern(path.title, /\S/, { message: 'Say what it is for.' });
  maxLength(path.title, LIMITS.title, { message: `At most ${LIMITS.title} characters.` });
  required(path.amount, { message: 'Say how much.' });
  validate(path.amount, ({ value }) =>
    value() === '' || isAmount(value()) ? null : { kind: 'amount', message: 'An amount such as 25 or 12.50.' },
  );
  pattern(path.currency, /^\s*[A-Za-z]{3}\s*$/, { message: 'Three letters, such as EUR.' });
  required(path.currency, { message: 'Three letters, such as EUR.' });
  validate(path.expiresOn, ({ value }) =>
    value() !== '' && new Date(`${value()}T23:59:59`) < new Date() ? { kind: 'past', message: 'That day is over.' } : null,
  );
  apply(path.audience, audienceRules);
});

function isAmount(text: string): boolean {
  return /^\s*\d{1,9}([.,]\d{1,2})?\s*$/.test(text) && Number(text.replace(',', '.')) > 0;
}
