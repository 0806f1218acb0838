import { DOCUMENT, Injectable, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { fromEvent, map, merge } from 'rxjs';

/** Whether the browser believes that it has a network. */
@Injectable({ providedIn: 'root' })
export class Online {
  private readonly window = inject(DOCUMENT).defaultView!;

  readonly online = toSignal(
    merge(fromEvent(this.window, 'online'), fromEvent(this.window, 'offline')).pipe(
      map(() => this.window.navigator.onLine),
    ),
    { initialValue: this.window.navigator.onLine },
  );
}
