import { provideHttpClient, withInterceptors, HttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { SessionAnswer } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Subject, firstValueFrom } from 'rxjs';
import { Session } from './session';
import { sessionInterceptor } from './session-interceptor';
import { SessionRecord } from './session-record';

class RecordTwin implements Pick<SessionRecord, keyof SessionRecord> {
  sid: string | null = null;
  restarts = 0;
  readonly changedElsewhere = new Subject<string | null>();
  read = () => this.sid;
  write = (sid: string) => void (this.sid = sid);
  clear = () => void (this.sid = null);
  exclusively = <T>(work: () => Promise<T>) => work();
  restartTab = () => void this.restarts++;
}

let record: RecordTwin;
let session: Session;
let server: HttpTestingController;

function answer(token: string, expiresIn = 900): SessionAnswer {
  const user = { id: 'ann', name: 'Ann', email: null, roles: ['user'], department: null, grade: null, hiredAt: null };
  return { accessToken: token, expiresIn, sid: 's1', user };
}

function refuse(path: string, code: string): void {
  server.expectOne(path).flush({ code }, { status: 401, statusText: 'Unauthorized' });
}

async function signedIn(expiresIn?: number): Promise<void> {
  const done = session.signIn({ email: 'ann@example.test', password: 'x' });
  server.expectOne('/api/auth/login').flush(answer('first', expiresIn));
  await done;
}

/** Lets promises that are already decided run on. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

beforeEach(() => {
  record = new RecordTwin();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideHttpClientTesting(),
      { provide: SessionRecord, useValue: record },
    ],
  });
  session = TestBed.inject(Session);
  server = TestBed.inject(HttpTestingController);
});

afterEach(() => server.verify());

describe(Session.name, () => {
  it('knows without asking that nobody was signed in', async () => {
    await session.restore();
    expect(await session.settled()).toBe('signed-out');
  });

  it('takes up the session of the last visit', async () => {
    record.sid = 's1';
    const done = session.restore();
    const request = server.expectOne('/api/auth/refresh');
    expect(request.request.body).toEqual({ sid: 's1' });
    request.flush(answer('first'));
    await done;
    expect(session.user()?.id).toBe('ann');
  });

  it('keeps the session when the server cannot be reached', async () => {
    record.sid = 's1';
    const done = session.restore();
    server.expectOne('/api/auth/refresh').error(new ProgressEvent('error'));
    await done;
    expect([session.status(), record.sid]).toEqual(['unreachable', 's1']);
  });

  it('asks for one new token when several are wanted at once', async () => {
    await signedIn();
    const both = Promise.all([session.token({ fresh: true }), session.token({ fresh: true })]);
    server.expectOne('/api/auth/refresh').flush(answer('second'));
    expect(await both).toEqual(['second', 'second']);
  });

  it('ends the session that the server no longer knows', async () => {
    await signedIn();
    const token = session.token({ fresh: true });
    refuse('/api/auth/refresh', 'unauthorized');
    expect([await token, session.status(), session.ended(), record.sid]).toEqual([null, 'signed-out', 'expired', null]);
  });

  it('starts the tab anew when another account signed in with this browser', async () => {
    await signedIn();
    record.sid = 's2';
    const token = session.token({ fresh: true });
    refuse('/api/auth/refresh', 'session_changed');
    expect([await token, record.restarts, record.sid]).toEqual([null, 1, 's2']);
  });

  it('follows another tab that signs out, or signs in as somebody else', async () => {
    await signedIn();
    record.changedElsewhere.next('s1');
    expect([session.status(), record.restarts]).toEqual(['signed-in', 0]);
    record.changedElsewhere.next('s2');
    expect(record.restarts).toBe(1);
    record.changedElsewhere.next(null);
    expect([session.status(), session.ended()]).toEqual(['signed-out', 'elsewhere']);
  });

  it('signs out here even if the server cannot be told', async () => {
    await signedIn();
    const done = session.signOut();
    await settle();
    server.expectOne('/api/auth/logout').error(new ProgressEvent('error'));
    await done;
    expect([session.user(), session.ended()]).toEqual([null, 'server-not-told']);
  });
});

describe(sessionInterceptor.name, () => {
  it('gives our own API the token, and nobody else', async () => {
    await signedIn();
    const http = TestBed.inject(HttpClient);
    void firstValueFrom(http.get('/api/tasks'));
    void firstValueFrom(http.get('https://elsewhere.test/api/tasks'));
    await settle();
    const own = server.expectOne('/api/tasks');
    const foreign = server.expectOne('https://elsewhere.test/api/tasks');
    expect(own.request.headers.get('Authorization')).toBe('Bearer first');
    expect(foreign.request.headers.has('Authorization')).toBe(false);
    own.flush({});
    foreign.flush({});
  });

  it('repeats a request once with a new token when the first has expired', async () => {
    await signedIn();
    const result = firstValueFrom(TestBed.inject(HttpClient).get('/api/tasks'));
    await settle();
    refuse('/api/tasks', 'token_expired');
    await settle();
    server.expectOne('/api/auth/refresh').flush(answer('second'));
    await settle();
    const repeated = server.expectOne('/api/tasks');
    expect(repeated.request.headers.get('Authorization')).toBe('Bearer second');
    repeated.flush({ items: [] });
    expect(await result).toEqual({ items: [] });
  });

  it('ends the session whose token is refused for good', async () => {
    await signedIn();
    const result = firstValueFrom(TestBed.inject(HttpClient).get('/api/tasks'));
    await settle();
    refuse('/api/tasks', 'unauthorized');
    await expect(result).rejects.toMatchObject({ status: 401 });
    expect(session.ended()).toBe('revoked');
  });
});
