import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type {
  AnnouncementCreated,
  AnnouncementPatch,
  AnnouncementRequest,
  ManagedAnnouncement,
} from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

const ROUTE = '/api/announcements';

/** The administrators' side of announcements. Every call rejects with the failed request. */
@Injectable({ providedIn: 'root' })
export class AnnouncementsApi {
  private readonly http = inject(HttpClient);

  /** Scheduled, running, withdrawn and expired ones. */
  async all(): Promise<ManagedAnnouncement[]> {
    const answer = this.http.get<{ items: ManagedAnnouncement[] }>(ROUTE, { params: { status: 'all' } });
    return (await firstValueFrom(answer)).items;
  }

  publish(request: AnnouncementRequest, key: string): Promise<AnnouncementCreated> {
    return firstValueFrom(
      this.http.post<AnnouncementCreated>(ROUTE, request, { headers: { 'Idempotency-Key': key } }),
    );
  }

  async change(id: string, patch: AnnouncementPatch): Promise<void> {
    await firstValueFrom(this.http.patch<unknown>(`${ROUTE}/${encodeURIComponent(id)}`, patch));
  }

  async withdraw(id: string): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`${ROUTE}/${encodeURIComponent(id)}/withdraw`, null));
  }
}
