import { Component, inject, input, output, resource, signal } from '@angular/core';
import type { Employee } from '@eventide/contracts';
import { failureOf } from '../../core/failure';
import { Session } from '../../core/session';
import { Modal } from '../../ui/modal';
import { EmployeesApi } from './employees-api';

/** All that is known of one employee, and the invitation to set a password. */
@Component({
  selector: 'app-employee-details-dialog',
  imports: [Modal],
  templateUrl: './employee-details-dialog.html',
  styleUrl: './employee-details-dialog.css',
})
export class EmployeeDetailsDialog {
  private readonly api = inject(EmployeesApi);
  protected readonly mayInvite = inject(Session).roles().includes('admin');
  /** As the list shows it; the rest is read. */
  readonly employee = input.required<Employee>();
  readonly closed = output<void>();

  protected readonly details = resource({
    params: () => this.employee().id,
    loader: ({ params }) => this.api.details(params),
  });
  protected readonly inviting = signal(false);
  protected readonly said = signal<{ text: string; failed: boolean } | null>(null);

  protected why(error: unknown): string {
    return failureOf(error).message;
  }

  protected async invite(): Promise<void> {
    if (this.inviting()) return;
    this.inviting.set(true);
    try {
      await this.api.invite(this.employee().id);
      this.said.set({ text: 'Invited: a link to set a password is on its way by email.', failed: false });
    } catch (error) {
      this.said.set({ text: failureOf(error).message, failed: true });
    } finally {
      this.inviting.set(false);
    }
  }
}
