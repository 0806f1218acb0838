import { Injectable, signal } from '@angular/core';

/** What this tab does for all tabs of the person in this browser. A tab that knows of no others does everything. */
@Injectable({ providedIn: 'root' })
export class TabRole {
  /** Holds the connection, and stores what arrives. */
  readonly leads = signal(true);
  /** Shows toasts. */
  readonly speaks = signal(true);
}
