import { HttpClient, type HttpEvent } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Job } from '@eventide/contracts';
import { firstValueFrom, type Observable } from 'rxjs';

/** The imports' routes beyond those of every job. */
@Injectable({ providedIn: 'root' })
export class ImportsApi {
  private readonly http = inject(HttpClient);

  /** Sends the workbook, telling how far it is; unsubscribing stops it. Errors with the failed request. */
  upload(file: File, partial: boolean, key: string): Observable<HttpEvent<Job>> {
    const body = new FormData();
    body.append('file', file);
    return this.http.post<Job>('/api/imports', body, {
      headers: { 'Idempotency-Key': key },
      params: partial ? { partial: true } : {},
      reportProgress: true,
      observe: 'events',
    });
  }

  /** The bad cells as CSV. Rejects with the failed request. */
  errors(id: string): Promise<string> {
    return firstValueFrom(this.http.get(`/api/imports/${encodeURIComponent(id)}/errors`, { responseType: 'text' }));
  }
}
