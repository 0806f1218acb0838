import { Component, computed, input } from '@angular/core';

const PATHS = {
  bell: 'M18 15.5V11a6 6 0 1 0-12 0v4.5L4.5 18h15zM10 20.5a2.2 2.2 0 0 0 4 0',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5M12 7.8v.1',
  success: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM8.2 12.3l2.6 2.6 5-5.4',
  warning: 'M12 4.2l8.6 15H3.4zM12 10v4.5M12 16.9v.1',
  critical: 'M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v4.8M12 15.9v.1',
  megaphone: 'M4 10v4h3l8 4V6L7 10zM18 9.5a4 4 0 0 1 0 5M8 14.5l1 4.5h2.5l-1-3.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  allRead: 'M2.5 12.5L7 17l7.5-8.5M11.5 16l1 1L21.5 7',
  unread: 'M4 6.5h9M20 11v7.5H4v-12l8 6.5 3-2.4M19 4a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  delete: 'M5 7h14M10 4h4M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  next: 'M9.5 6l6 6-6 6',
  down: 'M6 9.5l6 6 6-6',
  offline: 'M4 4l16 16M8.5 15.5a5 5 0 0 1 5.2-1.2M5.5 12.3a9 9 0 0 1 3.6-2.2M2.8 9a13 13 0 0 1 3.6-2.4M12 7a10 10 0 0 1 9.2 2M12 19.2v.1',
  inbox: 'M4 13l2.5-7.5h11L20 13v5.5H4zM4 13h4.5a3.5 3.5 0 0 0 7 0H20',
  alert: 'M12 8v5M12 16.2v.1M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z',
  tasks: 'M9 11.5l2 2 4-4.5M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z',
  comment: 'M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4.5 3.5V16H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z',
  send: 'M4.5 12L4 5l16 7-16 7 .5-7zM4.5 12H12',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z',
  compass: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM15.5 8.5l-2 5-5 2 2-5z',
  exit: 'M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M10 8l-4 4 4 4M6 12h9',
  ticket: 'M4 7h16v3.5a1.8 1.8 0 0 0 0 3.5v3H4v-3a1.8 1.8 0 0 0 0-3.5zM14.5 7v2M14.5 11.2v1.6M14.5 15v2',
  people: 'M9 5.2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3.5 18.5a5.5 5.5 0 0 1 11 0M15.5 5.6a3 3 0 0 1 0 5.4M17 13.6a5.5 5.5 0 0 1 3.5 4.9',
  upload: 'M12 15V5M8 8.8L12 5l4 3.8M5 14.5V19h14v-4.5',
  download: 'M12 5v10M8 11.2l4 3.8 4-3.8M5 14.5V19h14v-4.5',
  flow: 'M6.5 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM17.5 15.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8.5 6.5H14a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 5h5.5',
  search: 'M10.5 5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM14.7 14.7L19.5 19.5',
  verified: 'M12 3.5l7 2.8v5c0 4.3-2.9 7.4-7 9.2-4.1-1.8-7-4.9-7-9.2v-5zM8.8 12l2.3 2.3 4.2-4.6',
  manage: 'M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text around it. Decoration: what it means is said in words beside it. */
@Component({
  selector: 'eventide-icon',
  host: { 'aria-hidden': 'true' },
  template: `
    <svg viewBox="0 0 24 24" width="1em" height="1em" focusable="false"><path [attr.d]="path()" /></svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      font-size: 1.25rem;
    }

    path {
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
