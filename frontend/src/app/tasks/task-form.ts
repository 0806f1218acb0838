import { Component, inject, output, signal } from '@angular/core';
import { FormField, FormRoot, form, maxLength, pattern, required } from '@angular/forms/signals';
import { LIMITS, type Task } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { Attempt } from '../core/attempt';
import { failureOf } from '../core/failure';
import { FieldControl, LabelledField } from '../ui/labelled-field';
import { personMeant } from './assignee';
import { AssigneeField } from './assignee-field';
import { TasksApi } from './tasks-api';

/** The form for a new task. */
@Component({
  selector: 'app-task-form',
  imports: [AssigneeField, FieldControl, FormField, FormRoot, Icon, LabelledField],
  templateUrl: './task-form.html',
  styleUrl: './task-form.css',
})
export class TaskForm {
  private readonly api = inject(TasksApi);
  private readonly attempt = new Attempt();
  readonly created = output<Task>();

  private readonly draft = signal({ title: '', assignee: '' });
  protected readonly failure = signal<string | null>(null);
  protected readonly task = form(
    this.draft,
    (path) => {
      required(path.title, { message: 'Give the task a title.' });
      pattern(path.title, /\S/, { message: 'Give the task a title.' });
      maxLength(path.title, LIMITS.title, { message: `At most ${LIMITS.title} characters.` });
      required(path.assignee, { message: 'Say who does it.' });
      pattern(path.assignee, /\S/, { message: 'Say who does it.' });
      maxLength(path.assignee, LIMITS.userId, { message: `At most ${LIMITS.userId} characters.` });
    },
    { submission: { action: () => this.create() } },
  );

  private async create(): Promise<void> {
    this.failure.set(null);
    try {
      const { title, assignee } = this.draft();
      const request = { title: title.trim(), assigneeId: await this.assigneeId(assignee.trim()) };
      const task = await this.api.create(request, this.attempt.keyFor(request));
      this.attempt.done();
      this.task().reset({ title: '', assignee: '' });
      this.created.emit(task);
    } catch (error) {
      this.failure.set(refusal(failureOf(error)));
    }
  }

  private async assigneeId(text: string): Promise<string> {
    return personMeant(text, await this.api.people(text))?.id ?? text;
  }
}

function refusal(failure: { message: string; fields: { field: string }[] }): string {
  const wrongPerson = failure.fields.some(({ field }) => field === 'assigneeId');
  return wrongPerson ? 'Nobody has this name, and it can’t be a user id.' : failure.message;
}
