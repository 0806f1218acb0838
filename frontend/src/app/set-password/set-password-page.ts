import { HttpClient } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { FormField, FormRoot, form, maxLength, minLength, required, validate } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { Icon } from '@eventide/notification-center';
import { firstValueFrom } from 'rxjs';
import { failureOf, inSeconds, type Failure } from '../core/failure';
import { Logo } from '../shell/logo';
import { FieldControl, LabelledField } from '../ui/labelled-field';

const SHORTEST = 8;
const LONGEST = 200;

/** Where an invitation's link leads: a password of one's own, without being signed in. */
@Component({
  selector: 'app-set-password-page',
  imports: [FieldControl, FormField, FormRoot, Icon, LabelledField, Logo, RouterLink],
  templateUrl: './set-password-page.html',
  styleUrl: '../sign-in/sign-in-page.css',
})
export class SetPasswordPage {
  private readonly http = inject(HttpClient);
  /** The one-use secret, from the address. */
  readonly invite = input<string>();

  private readonly passwords = signal({ password: '', again: '' });
  protected readonly failure = signal<string | null>(null);
  protected readonly done = signal(false);
  protected readonly fields = form(
    this.passwords,
    (path) => {
      required(path.password, { message: 'Choose a password.' });
      minLength(path.password, SHORTEST, { message: `At least ${SHORTEST} characters.` });
      maxLength(path.password, LONGEST, { message: `At most ${LONGEST} characters.` });
      validate(path.again, ({ value, valueOf }) =>
        value() === valueOf(path.password) ? null : { kind: 'differs', message: 'The two don’t match.' },
      );
    },
    { submission: { action: () => this.save() } },
  );

  private async save(): Promise<void> {
    this.failure.set(null);
    const body = { invite: this.invite(), password: this.passwords().password };
    try {
      await firstValueFrom(this.http.post<void>('/api/auth/set-password', body));
      this.done.set(true);
    } catch (error) {
      this.failure.set(whyNot(failureOf(error)));
    }
  }
}

/** Why the password wasn't set, said to somebody who knows nothing of invitations. */
export function whyNot(failure: Failure): string {
  const password = failure.fields.find(({ field }) => field === 'password');
  if (password) return `This password can’t be used: it ${password.problem}.`;
  switch (failure.code) {
    case 'not_found':
    case 'invalid_request':
    case 'conflict':
      return 'This link was used already, or is too old. Ask for a new invitation.';
    case 'rate_limited':
      return `Too many tries. Try again ${inSeconds(failure.retryAfterS)}.`;
    default:
      return failure.message;
  }
}
