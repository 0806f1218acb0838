import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { ListedJob, TitledJob } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

/** Where jobs of each kind live. */
export type JobRoute = '/api/vouchers/allocations' | '/api/broadcasts' | '/api/imports';

/** What can be done with any background job. Every call rejects with the failed request. */
@Injectable({ providedIn: 'root' })
export class JobsApi {
  private readonly http = inject(HttpClient);

  /** The newest first. */
  async newest(route: JobRoute): Promise<ListedJob[]> {
    return (await firstValueFrom(this.http.get<{ items: ListedJob[] }>(route))).items;
  }

  find(route: JobRoute, id: string): Promise<TitledJob> {
    return firstValueFrom(this.http.get<TitledJob>(`${route}/${encodeURIComponent(id)}`));
  }

  async cancel(route: JobRoute, id: string): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`${route}/${encodeURIComponent(id)}/cancel`, null));
  }

  async retry(route: JobRoute, id: string): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`${route}/${encodeURIComponent(id)}/retry`, null));
  }
}
