import { InjectionToken, inject } from '@angular/core';
import { AutomaticTransport } from './automatic-transport';
import type { RealtimeClient } from './realtime-client';

/** What carries the connection of the tab that leads. */
export const TRANSPORT = new InjectionToken<RealtimeClient>('Transport', { factory: () => inject(AutomaticTransport) });
