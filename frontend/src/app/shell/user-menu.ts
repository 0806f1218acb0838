import type { ElementRef} from '@angular/core';
import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon, NotificationCenter } from '@eventide/notification-center';
import { Session } from '../core/session';
import { THEMES, ThemeChoice, type Theme } from '../core/theme';
import { Avatar } from '../ui/avatar';
import { nextActive } from '../ui/next-active';
import { roleName } from './role-name';

const THEME_NAMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

/** The person's name, which opens the choice of theme and the way out (ARIA menu button). */
@Component({
  selector: 'app-user-menu',
  imports: [Avatar, Icon, RouterLink],
  host: { '(keydown)': 'pressed($event)' },
  templateUrl: './user-menu.html',
  styleUrl: './user-menu.css',
})
export class UserMenu {
  private readonly session = inject(Session);
  private readonly center = inject(NotificationCenter);
  private readonly themeChoice = inject(ThemeChoice);
  private readonly popover = viewChild<ElementRef<HTMLElement>>('popover');
  protected readonly open = signal(false);
  protected readonly user = this.session.user;
  protected readonly role = computed(() => roleName(this.session.roles()));
  protected readonly theme = this.themeChoice.theme.asReadonly();
  protected readonly themes = THEMES.map((id) => ({ id, name: THEME_NAMES[id] }));

  /** Takes the focus into the open menu, unless a key was faster. */
  protected enter(): void {
    const items = this.items();
    if (this.open() && !items.some((item) => item.matches(':focus'))) items[0]?.focus();
  }

  protected pressed(event: KeyboardEvent): void {
    if (!this.open()) return;
    const items = this.items();
    const active = items.findIndex((item) => item === event.target);
    if (event.key === 'ArrowDown') items[nextActive(active, 1, items.length)]?.focus();
    else if (event.key === 'ArrowUp') items[nextActive(active, -1, items.length)]?.focus();
    else if (event.key === 'Home') items[0]?.focus();
    else if (event.key === 'End') items.at(-1)?.focus();
    else if (event.key === 'Tab') return this.close();
    else return;
    event.preventDefault();
  }

  protected choose(theme: Theme): void {
    this.themeChoice.theme.set(theme);
    this.close();
  }

  protected async signOut(): Promise<void> {
    this.close();
    // What was deleted a moment ago and could still be undone is sent while it can be.
    await this.center.flush();
    await this.session.signOut();
  }

  protected close(): void {
    this.popover()?.nativeElement.hidePopover();
  }

  private items(): HTMLElement[] {
    return [...(this.popover()?.nativeElement.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  }
}
