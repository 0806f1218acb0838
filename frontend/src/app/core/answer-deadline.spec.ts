import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { expect, it } from '@jest/globals';
import { ANSWER_DEADLINE_MS, answerDeadline } from './answer-deadline';

it('gives the server a time to answer, but for files', () => {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(withInterceptors([answerDeadline])), provideHttpClientTesting()],
  });
  const http = TestBed.inject(HttpClient);
  const server = TestBed.inject(HttpTestingController);
  http.get('/api/tasks').subscribe();
  expect(server.expectOne('/api/tasks').request.timeout).toBe(ANSWER_DEADLINE_MS);
  http.post('/api/imports', new FormData()).subscribe();
  expect(server.expectOne('/api/imports').request.timeout).toBeUndefined();
});
