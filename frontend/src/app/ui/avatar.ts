import { Component, computed, input } from '@angular/core';

const HUES = 6;

/** One or two letters that stand for a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

/** The same person always gets the same of the six hues. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)!) % 9_973;
  return sum % HUES;
}

/** A person at a glance; decoration beside the name. */
@Component({
  selector: 'app-avatar',
  host: { 'aria-hidden': 'true', '[attr.data-hue]': 'hue()' },
  template: '{{ letters() }}',
  styleUrl: './avatar.css',
})
export class Avatar {
  readonly name = input.required<string>();
  readonly personId = input.required<string>();
  protected readonly letters = computed(() => initials(this.name()));
  protected readonly hue = computed(() => hueOf(this.personId()));
}
