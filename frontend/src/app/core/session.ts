import { HttpClient } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import type { LoginRequest, Me, RefreshRequest, SessionAnswer } from '@eventide/contracts';
import { filter, firstValueFrom } from 'rxjs';
import { failureOf } from './failure';
import { SessionRecord } from './session-record';

/** `restoring`: not known yet; `unreachable`: not known, because the server doesn't answer. */
export type SessionStatus = 'restoring' | 'unreachable' | 'signed-in' | 'signed-out';

/** Why a session ended that its owner hadn't ended here. */
export type SessionEnd = 'expired' | 'revoked' | 'elsewhere' | 'server-not-told';

interface Access {
  token: string;
  /** By this machine's clock, with a margin; epoch milliseconds. */
  goodUntil: number;
}

const MARGIN_MS = 15_000;

/**
 * Who is signed in here. The access token lives in memory only; a reload gets a new one by the
 * httpOnly cookie and the session's id. Refreshes are one at a time, in this tab and between tabs.
 */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly record = inject(SessionRecord);

  private readonly person = signal<Me | null>(null);
  private readonly currentStatus = signal<SessionStatus>('restoring');
  private readonly lastEnd = signal<SessionEnd | null>(null);

  readonly user = this.person.asReadonly();
  readonly status = this.currentStatus.asReadonly();
  readonly ended = this.lastEnd.asReadonly();
  readonly roles = computed(() => this.person()?.roles ?? []);

  private readonly statusChanges = toObservable(this.status);
  private sid: string | null = null;
  private access: Access | null = null;
  private refreshing: Promise<string | null> | null = null;

  constructor() {
    this.record.changedElsewhere.pipe(takeUntilDestroyed()).subscribe((sid) => {
      if (sid === this.sid) return;
      if (sid === null) this.end('elsewhere');
      else this.record.restartTab();
    });
  }

  /** Takes up the session of the last visit, if there is one. Doesn't fail: `status` tells how it went. */
  async restore(): Promise<void> {
    this.sid = this.record.read();
    if (this.sid === null) {
      this.currentStatus.set('signed-out');
      return;
    }
    this.currentStatus.set('restoring');
    try {
      await this.refresh();
    } catch (error) {
      failureOf(error);
      this.currentStatus.set('unreachable');
    }
  }

  /** Waits until it is known whether somebody is signed in. */
  async settled(): Promise<SessionStatus> {
    const status = this.status();
    return isSettled(status) ? status : firstValueFrom(this.statusChanges.pipe(filter(isSettled)));
  }

  /** Rejects with the failed call when the server refuses or can't be reached. */
  async signIn(credentials: LoginRequest): Promise<void> {
    this.take(await firstValueFrom(this.http.post<SessionAnswer>('/api/auth/login', credentials)));
  }

  /** Signs out here in any case; the server is told if it can be reached. */
  async signOut(): Promise<void> {
    try {
      await firstValueFrom(this.http.post<void>('/api/auth/logout', null));
      this.end(null);
    } catch (error) {
      this.end(failureOf(error).code === 'unauthorized' ? null : 'server-not-told');
    }
  }

  /**
   * An access token that is still good, or null when nobody is signed in (any more).
   * Rejects with the failed call when that can't be told now.
   */
  async token(options: { fresh: boolean }): Promise<string | null> {
    if (this.sid === null) return null;
    if (!options.fresh && this.access && Date.now() < this.access.goodUntil) return this.access.token;
    return this.refresh();
  }

  /** A token other than the one that was just refused as expired. */
  tokenAfter(refused: string): Promise<string | null> {
    return this.token({ fresh: this.access?.token === refused });
  }

  /** Forgets the session. Other tabs follow. */
  end(reason: SessionEnd | null): void {
    if (this.sid === null) return;
    if (this.record.read() === this.sid) this.record.clear();
    this.sid = null;
    this.access = null;
    this.person.set(null);
    this.lastEnd.set(reason);
    this.currentStatus.set('signed-out');
  }

  private refresh(): Promise<string | null> {
    this.refreshing ??= this.record
      .exclusively(() => this.exchange())
      .finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async exchange(): Promise<string | null> {
    const sid = this.sid;
    if (sid === null) return null;
    const request: RefreshRequest = { sid };
    try {
      const answer = await firstValueFrom(this.http.post<SessionAnswer>('/api/auth/refresh', request));
      if (this.sid !== sid) return null;
      this.take(answer);
      return answer.accessToken;
    } catch (error) {
      const { code } = failureOf(error);
      if (code === 'session_changed' && this.record.read() !== sid) this.record.restartTab();
      else if (code === 'session_changed' || code === 'unauthorized') this.end('expired');
      else throw error;
      return null;
    }
  }

  private take(answer: SessionAnswer): void {
    this.sid = answer.sid;
    this.record.write(answer.sid);
    const lifetimeMs = answer.expiresIn * 1_000;
    this.access = {
      token: answer.accessToken,
      goodUntil: Date.now() + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 2),
    };
    this.person.set(answer.user);
    this.lastEnd.set(null);
    this.currentStatus.set('signed-in');
  }
}

function isSettled(status: SessionStatus): boolean {
  return status === 'signed-in' || status === 'signed-out';
}
