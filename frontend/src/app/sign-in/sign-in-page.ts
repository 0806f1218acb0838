import { Component, computed, inject, input, signal } from '@angular/core';
import { FormField, FormRoot, form, required } from '@angular/forms/signals';
import { Router } from '@angular/router';
import type { LoginRequest } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { failureOf } from '../core/failure';
import { returnPath } from '../core/return-path';
import { Session } from '../core/session';
import { Logo } from '../shell/logo';
import { FieldControl, LabelledField } from '../ui/labelled-field';
import { DemoAccounts } from './demo-accounts';
import { sessionEndText, signInFailure } from './sign-in-failure';

@Component({
  selector: 'app-sign-in-page',
  imports: [DemoAccounts, FieldControl, FormField, FormRoot, Icon, LabelledField, Logo],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.css',
})
export class SignInPage {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  /** The page that sent the person here, from the address. */
  readonly returnUrl = input<string>();

  private readonly credentials = signal<LoginRequest>({ email: '', password: '' });
  protected readonly failure = signal<string | null>(null);
  protected readonly endText = computed(() => sessionEndText(this.session.ended()));

  protected readonly login = form(
    this.credentials,
    (path) => {
      required(path.email, { message: 'Enter your email address.' });
      required(path.password, { message: 'Enter your password.' });
    },
    { submission: { action: () => this.signIn() } },
  );

  protected fill(credentials: LoginRequest): void {
    this.credentials.set(credentials);
    this.failure.set(null);
  }

  private async signIn(): Promise<void> {
    const { email, password } = this.credentials();
    this.failure.set(null);
    try {
      await this.session.signIn({ email: email.trim(), password });
    } catch (error) {
      this.failure.set(signInFailure(failureOf(error)));
      return;
    }
    await this.router.navigateByUrl(returnPath(this.returnUrl() ?? null), { replaceUrl: true });
  }
}
