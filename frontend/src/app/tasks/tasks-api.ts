import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { CommentRequest, Person, Task, TaskComment, TaskRequest } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

interface Items<T> {
  items: T[];
}

/** The tasks' routes. Every call rejects with the failed request; creations may be repeated with their key. */
@Injectable({ providedIn: 'root' })
export class TasksApi {
  private readonly http = inject(HttpClient);

  /** Those that the caller wrote or was given. */
  async list(): Promise<Task[]> {
    return (await firstValueFrom(this.http.get<Items<Task>>('/api/tasks'))).items;
  }

  create(request: TaskRequest, key: string): Promise<Task> {
    return firstValueFrom(this.http.post<Task>('/api/tasks', request, { headers: { 'Idempotency-Key': key } }));
  }

  async comments(taskId: string): Promise<TaskComment[]> {
    const path = `/api/tasks/${encodeURIComponent(taskId)}/comments`;
    return (await firstValueFrom(this.http.get<Items<TaskComment>>(path))).items;
  }

  comment(request: CommentRequest, key: string): Promise<TaskComment> {
    return firstValueFrom(
      this.http.post<TaskComment>('/api/comments', request, { headers: { 'Idempotency-Key': key } }),
    );
  }

  /** People whose name or id begins with the text or contains it, as the server sees fit. */
  async people(text: string): Promise<Person[]> {
    return (await firstValueFrom(this.http.get<Items<Person>>('/api/people', { params: { q: text } }))).items;
  }
}
