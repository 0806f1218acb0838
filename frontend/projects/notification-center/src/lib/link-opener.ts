import { DOCUMENT, Injectable, inject } from '@angular/core';
import { NOTIFICATION_CENTER_CONFIG } from './config';

/** Opens what notifications link to: paths inside the host application, anything else in a new tab. */
@Injectable({ providedIn: 'root' })
export class LinkOpener {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly window = inject(DOCUMENT).defaultView;

  /** Ignores what is neither an `https:` address nor a path on this host. */
  open(link: string): void {
    if (/^https:\/\//i.test(link)) this.window?.open(link, '_blank', 'noopener,noreferrer');
    else if (/^\/(?![/\\])/.test(link)) this.openPath(link);
  }

  /** Opens the link of a clicked anchor, unless the person asked the browser for a new tab or window. */
  follow(link: string, event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.open(link);
  }

  private openPath(link: string): void {
    if (this.config.openLink) this.config.openLink(link);
    else this.window?.location.assign(link);
  }
}
