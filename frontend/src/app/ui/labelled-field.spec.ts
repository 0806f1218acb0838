import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { FieldControl, LabelledField } from './labelled-field';

@Component({
  imports: [FieldControl, LabelledField],
  template: `
    <app-field controlId="colour" label="Colour" hint="Any will do." [field]="field">
      <input appControl type="text" />
    </app-field>
  `,
})
class Host {
  readonly touched = signal(false);
  readonly field = () => ({
    touched: () => this.touched(),
    invalid: () => true,
    errors: () => [{ message: 'Choose a colour.' }],
  });
}

describe(LabelledField.name, () => {
  it('names and explains its control, and says what is wrong once the person has been there', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const control = page.querySelector('input')!;
    expect(control.labels![0]!.textContent.trim()).toBe('Colour');
    expect(control.getAttribute('aria-invalid')).toBe('false');
    expect(described(page, control)).toBe(' Any will do.');

    fixture.componentInstance.touched.set(true);
    await fixture.whenStable();
    expect(control.getAttribute('aria-invalid')).toBe('true');
    expect(described(page, control)).toBe('Choose a colour. Any will do.');
  });
});

function described(page: HTMLElement, control: HTMLElement): string {
  const ids = control.getAttribute('aria-describedby')!.split(' ');
  return ids.map((id) => page.querySelector(`#${id}`)!.textContent).join(' ');
}
