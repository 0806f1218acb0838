import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Audience, BroadcastRequest, DryRun, Job, Send } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

const ROUTE = '/api/broadcasts';
/** Counting stores and sends nothing, so it matters to nobody what it would say. */
const ANYTHING: Send = { type: 'broadcast.count', title: 'Count', message: 'Count' };

/** One notification for all of an audience. Every call rejects with the failed request. */
@Injectable({ providedIn: 'root' })
export class BroadcastsApi {
  private readonly http = inject(HttpClient);

  count(audience: Audience): Promise<DryRun> {
    const request: BroadcastRequest = { audience, notification: ANYTHING };
    return firstValueFrom(this.http.post<DryRun>(ROUTE, request, { params: { dryRun: true } }));
  }

  send(request: BroadcastRequest, key: string): Promise<Job> {
    return firstValueFrom(this.http.post<Job>(ROUTE, request, { headers: { 'Idempotency-Key': key } }));
  }
}
