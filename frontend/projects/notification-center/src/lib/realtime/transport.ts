import { InjectionToken, inject } from '@angular/core';
import type { RealtimeClient } from './realtime-client';
import { SocketService } from './socket-service';

/** What carries the connection of the tab that leads. */
export const TRANSPORT = new InjectionToken<RealtimeClient>('Transport', { factory: () => inject(SocketService) });
