import { inputBinding } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { Person } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AssigneeField } from './assignee-field';
import { TasksApi } from './tasks-api';

const [ANN, ULF, UMA] = ['Ann', 'Ulf', 'Uma'].map((name): Person => ({ id: name.toLowerCase(), name }));

describe(AssigneeField.name, () => {
  const people = jest.fn<(text: string) => Promise<Person[]>>();
  let fixture: ComponentFixture<AssigneeField>;

  beforeEach(async () => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({ providers: [{ provide: TasksApi, useValue: { people } }] });
    const bindings = [inputBinding('inputId', () => 'who'), inputBinding('problemId', () => 'problem')];
    fixture = TestBed.createComponent(AssigneeField, { bindings });
    people.mockResolvedValue([ANN!, ULF!, UMA!]);
    await write('');
  });

  afterEach(() => void jest.useRealTimers());

  const element = () => fixture.nativeElement as HTMLElement;
  const field = () => element().querySelector('input')!;
  const options = () => [...element().querySelectorAll('ul:not([hidden]) li')].map(({ textContent }) => textContent);
  const chosen = () => element().querySelector('[aria-selected=true]')?.textContent;

  async function write(text: string): Promise<void> {
    field().value = text;
    field().dispatchEvent(new Event('input'));
    await jest.advanceTimersByTimeAsync(200);
  }

  async function press(key: string): Promise<void> {
    field().dispatchEvent(new KeyboardEvent('keydown', { key }));
    await jest.advanceTimersByTimeAsync(10);
  }

  it('keeps the list while the next is on its way, and who is chosen in it', async () => {
    expect(options()).toHaveLength(3);
    await press('ArrowDown');
    let answer: (found: Person[]) => void = () => undefined;
    people.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await write('u');
    await press('ArrowUp');
    expect([options().length, chosen()]).toEqual([3, expect.stringContaining('Uma')]);
    answer([ULF!, UMA!]);
    await press('Shift');
    expect([options().length, chosen()]).toEqual([2, expect.stringContaining('Uma')]);
    await press('Enter');
    expect([field().value, options()]).toEqual(['Uma', []]);
  });
});
