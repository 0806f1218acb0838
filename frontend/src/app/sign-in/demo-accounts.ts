import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { Component, inject, output, resource } from '@angular/core';
import type { DemoAccounts as Accounts, LoginRequest } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';
import { roleName } from '../shell/role-name';
import { Avatar } from '../ui/avatar';

/** The accounts of a demo, each one tap away from the form; nothing outside a demo. */
@Component({
  selector: 'app-demo-accounts',
  imports: [Avatar],
  template: `
    @if (accounts.hasValue() && accounts.value(); as demo) {
      <section aria-labelledby="demo-title">
        <h2 id="demo-title">Try it with a demo account</h2>
        <ul>
          @for (account of demo.accounts; track account.email) {
            <li>
              <button type="button" (click)="picked.emit({ email: account.email, password: demo.password })">
                <app-avatar [name]="account.name" [personId]="account.email" />
                <span class="who">
                  <span class="name">{{ account.name }}</span>
                  <span class="role">{{ roleName(account.roles) }}</span>
                </span>
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styleUrl: './demo-accounts.css',
})
export class DemoAccounts {
  private readonly http = inject(HttpClient);
  readonly picked = output<LoginRequest>();
  protected readonly roleName = roleName;
  protected readonly accounts = resource({ loader: () => this.load() });

  /** Without accounts the form works as well, so whatever the server refuses is no news. */
  private async load(): Promise<Accounts | null> {
    try {
      return await firstValueFrom(this.http.get<Accounts>('/api/demo'));
    } catch (error) {
      if (error instanceof HttpErrorResponse) return null;
      throw error;
    }
  }
}
