import { Component, computed, inject, input, linkedSignal, model, output, resource, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import type { Person } from '@eventide/contracts';
import { failureOf } from '../core/failure';
import { Avatar } from '../ui/avatar';
import { nextActive } from '../ui/next-active';
import { personMeant } from './assignee';
import { TasksApi } from './tasks-api';

const SHOWN = 6;

/**
 * A text field that offers people while one types (ARIA combobox). Its value is the text;
 * whom that means is decided when the form is sent.
 */
@Component({
  selector: 'app-assignee-field',
  imports: [Avatar],
  templateUrl: './assignee-field.html',
  styleUrl: './assignee-field.css',
})
export class AssigneeField implements FormValueControl<string> {
  private readonly api = inject(TasksApi);
  readonly value = model('');
  readonly touched = input(false);
  readonly invalid = input(false);
  readonly touch = output<void>();
  readonly inputId = input.required<string>();
  readonly problemId = input.required<string>();

  private readonly opened = signal(false);
  private readonly people = resource({
    params: () => (this.opened() ? this.value().trim() : undefined),
    loader: ({ params, abortSignal }) => this.look(params, abortSignal),
  });
  /** Those found last stay until the next are: a list that goes and comes with each letter can't be read. */
  protected readonly options = linkedSignal<Person[] | null, Person[]>({
    source: () => (this.people.hasValue() ? this.people.value() : null),
    computation: (found, before) => found?.slice(0, SHOWN) ?? before?.value ?? [],
  });
  /** The place of the chosen one; -1: none. Who is chosen stays so while others come and go. */
  protected readonly active = linkedSignal<Person[], number>({
    source: this.options,
    computation: (options, before) => {
      const chosen = before?.source[before.value];
      return chosen === undefined ? -1 : options.findIndex(({ id }) => id === chosen.id);
    },
  });
  protected readonly shown = computed(() => this.opened() && this.options().length > 0);
  protected readonly activeId = computed(() =>
    this.shown() && this.active() >= 0 ? this.optionId(this.active()) : null,
  );

  protected optionId(index: number): string {
    return `${this.inputId()}-option-${index}`;
  }

  protected typed(text: string): void {
    this.value.set(text);
    this.active.set(-1);
    this.opened.set(true);
  }

  /** Writes the name, or the id where the name alone doesn't tell. */
  protected pick(person: Person): void {
    const nameTells = personMeant(person.name, this.options()) === person;
    this.value.set(nameTells ? person.name : person.id);
    this.close();
  }

  /** On the press already, and without taking the focus from the field: leaving it would close the list. */
  protected pressedOn(person: Person, event: MouseEvent): void {
    event.preventDefault();
    this.pick(person);
  }

  protected open(): void {
    this.opened.set(true);
  }

  protected close(): void {
    this.opened.set(false);
    this.active.set(-1);
  }

  protected left(): void {
    this.close();
    this.touch.emit();
  }

  protected pressed(event: KeyboardEvent): void {
    const chosen = this.options()[this.active()];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.open();
      this.active.update((active) => nextActive(active, event.key === 'ArrowDown' ? 1 : -1, this.options().length));
    } else if (event.key === 'Enter' && this.shown() && chosen) {
      this.pick(chosen);
    } else if (event.key === 'Escape' && this.shown()) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Waits a moment for the next letter; no suggestions is an answer too. */
  private async look(text: string, abandoned: AbortSignal): Promise<Person[]> {
    await new Promise((resolve) => setTimeout(resolve, text === '' ? 0 : 150));
    if (abandoned.aborted) return [];
    try {
      return await this.api.people(text);
    } catch (error) {
      failureOf(error);
      return [];
    }
  }
}
