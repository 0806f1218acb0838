import { DOCUMENT, Injectable, inject } from '@angular/core';
import { filter, fromEvent, map, merge, type Observable } from 'rxjs';

/** When the browser shows this page, and when it stops its time. */
@Injectable({ providedIn: 'root' })
export class PageLife {
  private readonly document = inject(DOCUMENT);
  private readonly page = this.document.defaultView ?? this.document;

  /** Whether somebody can see it, at every change of it. */
  readonly visibility: Observable<boolean> = fromEvent(this.document, 'visibilitychange').pipe(
    map(() => this.isVisible()),
  );

  /** True when the page is about to be frozen or kept for the way back, false when it goes on. */
  readonly suspended: Observable<boolean> = merge(
    merge(fromEvent(this.document, 'freeze'), this.kept('pagehide')).pipe(map(() => true)),
    merge(fromEvent(this.document, 'resume'), this.kept('pageshow')).pipe(map(() => false)),
  );

  isVisible(): boolean {
    return !this.document.hidden;
  }

  private kept(name: 'pagehide' | 'pageshow'): Observable<PageTransitionEvent> {
    return fromEvent<PageTransitionEvent>(this.page, name).pipe(filter(({ persisted }) => persisted));
  }
}
