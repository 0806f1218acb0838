import type { ElementRef} from '@angular/core';
import { Component, computed, effect, inject, untracked, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { AnnouncementBanner, NotificationToasts } from '@eventide/notification-center';
import { distinctUntilChanged, filter, map, skip } from 'rxjs';
import { PageTitle } from './core/page-title';
import { Session } from './core/session';
import { ThemeChoice } from './core/theme';
import { AppHeader } from './shell/app-header';
import { Mishaps } from './shell/mishaps';
import { Navigation } from './shell/navigation';
import { ServerWait } from './shell/server-wait';

/** The frame around every page: header, announcements, toasts and whatever hinders work right now. */
@Component({
  selector: 'app-root',
  imports: [AnnouncementBanner, AppHeader, Mishaps, Navigation, NotificationToasts, RouterOutlet, ServerWait],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  protected readonly status = this.session.status;
  protected readonly signedIn = computed(() => this.session.user() !== null);

  constructor() {
    inject(PageTitle);
    inject(ThemeChoice);
    this.leaveWhenSessionEnds();
    this.focusEachNewPage();
  }

  protected skipToContent(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }

  private leaveWhenSessionEnds(): void {
    let wasSignedIn = false;
    effect(() => {
      const signedIn = this.signedIn();
      if (wasSignedIn && !signedIn) untracked(() => this.toSignIn());
      wasSignedIn = signedIn;
    });
  }

  private toSignIn(): void {
    const chosen = this.session.ended() === null;
    const queryParams = chosen ? {} : { returnUrl: this.router.url };
    void this.router.navigate(['/sign-in'], { queryParams });
  }

  /** A reader that can't see the page change is taken to its beginning; the first page needs no such thing. */
  private focusEachNewPage(): void {
    this.router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        map((event) => event.urlAfterRedirects.split(/[?#]/)[0]),
        distinctUntilChanged(),
        skip(1),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.main().nativeElement.focus({ preventScroll: true }));
  }
}
