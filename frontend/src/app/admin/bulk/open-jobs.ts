import { Injectable, inject } from '@angular/core';
import { Session } from '../../core/session';
import type { JobRoute } from './jobs-api';

/** The job that each page showed last to this person, for when they come back to it. */
@Injectable({ providedIn: 'root' })
export class OpenJobs {
  private readonly session = inject(Session);
  private readonly ids = new Map<string, string>();

  last(route: JobRoute): string | null {
    return this.ids.get(this.key(route)) ?? null;
  }

  remember(route: JobRoute, id: string | null): void {
    if (id === null) this.ids.delete(this.key(route));
    else this.ids.set(this.key(route), id);
  }

  private key(route: JobRoute): string {
    return `${this.session.user()?.id} ${route}`;
  }
}
