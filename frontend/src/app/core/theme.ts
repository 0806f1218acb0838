import { DOCUMENT, Injectable, effect, inject, signal } from '@angular/core';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'eventide.theme';

/** The person's choice of light or dark, remembered in this browser. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  private readonly document = inject(DOCUMENT);
  private readonly storage = this.document.defaultView!.localStorage;
  readonly theme = signal<Theme>(themeIn(this.storage.getItem(KEY)));

  constructor() {
    effect(() => {
      const theme = this.theme();
      if (theme === 'system') delete this.document.documentElement.dataset['theme'];
      else this.document.documentElement.dataset['theme'] = theme;
      this.storage.setItem(KEY, theme);
    });
  }
}

function themeIn(stored: string | null): Theme {
  return THEMES.find((theme) => theme === stored) ?? 'system';
}
