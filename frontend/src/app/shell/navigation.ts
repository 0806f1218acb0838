import { Component, computed, inject, input, signal, viewChild, type ElementRef } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '@eventide/notification-center';
import { Session } from '../core/session';
import { placesFor } from './places';

/**
 * The pages this person may open: in a row in the header, or as tabs at the bottom of a small screen. Those that come
 * with a role lie behind "Manage".
 */
@Component({
  selector: 'app-navigation',
  imports: [Icon, RouterLink, RouterLinkActive],
  host: { '[attr.data-form]': 'form()' },
  templateUrl: './navigation.html',
  styleUrl: './navigation.css',
})
export class Navigation {
  private readonly session = inject(Session);
  private readonly more = viewChild<ElementRef<HTMLElement>>('more');
  readonly form = input<'row' | 'tabs'>('row');
  protected readonly open = signal(false);
  protected readonly places = computed(() => placesFor(this.session.roles()));
  protected readonly moreId = computed(() => `manage-${this.form()}`);

  protected close(): void {
    this.more()?.nativeElement.hidePopover();
  }
}
