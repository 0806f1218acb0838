import { CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject } from '@angular/core';
import { Session } from '../core/session';
import { THEMES, ThemeChoice, type Theme } from '../core/theme';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { roleName } from './role-name';

const THEME_NAMES: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

/** The person's name, which opens the choice of theme and the way out. */
@Component({
  selector: 'app-user-menu',
  imports: [Avatar, CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger, Icon],
  templateUrl: './user-menu.html',
  styleUrl: './user-menu.css',
})
export class UserMenu {
  private readonly session = inject(Session);
  private readonly themeChoice = inject(ThemeChoice);
  protected readonly user = this.session.user;
  protected readonly role = computed(() => roleName(this.session.roles()));
  protected readonly theme = this.themeChoice.theme.asReadonly();
  protected readonly themes = THEMES.map((id) => ({ id, name: THEME_NAMES[id] }));

  protected choose(theme: Theme): void {
    this.themeChoice.theme.set(theme);
  }

  protected signOut(): Promise<void> {
    return this.session.signOut();
  }
}
