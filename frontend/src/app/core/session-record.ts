import { DOCUMENT, Injectable, inject } from '@angular/core';
import type { Observable} from 'rxjs';
import { filter, fromEvent, map } from 'rxjs';

const KEY = 'eventide.sid';

/**
 * Which session this browser holds, known to all its tabs: the refresh cookie is theirs together,
 * so the id that belongs to it must be too. No token is kept here.
 */
@Injectable({ providedIn: 'root' })
export class SessionRecord {
  private readonly window = inject(DOCUMENT).defaultView!;

  read(): string | null {
    return this.window.localStorage.getItem(KEY);
  }

  write(sid: string): void {
    this.window.localStorage.setItem(KEY, sid);
  }

  clear(): void {
    this.window.localStorage.removeItem(KEY);
  }

  /** What another tab wrote: its session, or null when it signed out. */
  readonly changedElsewhere: Observable<string | null> = fromEvent<StorageEvent>(this.window, 'storage').pipe(
    filter((event) => event.key === KEY || event.key === null),
    map(() => this.read()),
  );

  /** Runs one refresh of this browser at a time, so that each uses the cookie of the one before. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const locks: LockManager | undefined = this.window.navigator.locks;
    return locks ? (locks.request(KEY, work)) : work();
  }

  /** Starts this tab anew: nothing of the person before stays in its memory. */
  restartTab(): void {
    this.window.location.reload();
  }
}
