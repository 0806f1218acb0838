import { Component, computed, inject, input, output, signal } from '@angular/core';
import { FormField, FormRoot, form, maxLength } from '@angular/forms/signals';
import { LIMITS, type Task, type TaskComment } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { Attempt } from '../core/attempt';
import { failureOf } from '../core/failure';
import { TasksApi } from './tasks-api';

/** One line to write a comment on a task. */
@Component({
  selector: 'app-comment-form',
  imports: [FormField, FormRoot, Icon],
  template: `
    <form [formRoot]="comment">
      <label class="visually-hidden" [attr.for]="fieldId()">Comment</label>
      <input
        class="input"
        type="text"
        autocomplete="off"
        placeholder="Write a comment"
        [id]="fieldId()"
        [formField]="comment.text"
        [attr.aria-describedby]="problem() ? problemId() : null"
      />
      <button class="button" type="submit" [attr.aria-disabled]="comment().submitting() || empty()">
        <eventide-icon name="send" /><span class="words">Add comment</span>
      </button>
    </form>
    @if (problem(); as text) {
      <p class="field-problem" role="alert" [id]="problemId()">{{ text }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--ev-space-1);
    }

    form {
      display: flex;
      gap: var(--ev-space-2);
    }

    eventide-icon {
      display: none;
    }

    @media (width < 30rem) {
      .button {
        padding: 0 var(--ev-space-3);
      }

      eventide-icon {
        display: inline-flex;
      }

      .words {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  `,
})
export class CommentForm {
  private readonly api = inject(TasksApi);
  private readonly attempt = new Attempt();
  readonly task = input.required<Task>();
  readonly added = output<TaskComment>();

  private readonly draft = signal({ text: '' });
  private readonly failure = signal<string | null>(null);
  protected readonly comment = form(
    this.draft,
    (path) => maxLength(path.text, LIMITS.message, { message: `At most ${LIMITS.message} characters.` }),
    { submission: { action: () => this.add() } },
  );
  protected readonly fieldId = computed(() => `comment-${this.task().id}`);
  protected readonly problemId = computed(() => `${this.fieldId()}-problem`);
  protected readonly empty = computed(() => this.draft().text.trim() === '');
  protected readonly problem = computed(() => this.comment.text().errors()[0]?.message ?? this.failure());

  private async add(): Promise<void> {
    this.failure.set(null);
    if (this.empty()) return;
    const request = { taskId: this.task().id, text: this.draft().text.trim() };
    try {
      const comment = await this.api.comment(request, this.attempt.keyFor(request));
      this.attempt.done();
      this.comment().reset({ text: '' });
      this.added.emit(comment);
    } catch (error) {
      this.failure.set(failureOf(error).message);
    }
  }
}
