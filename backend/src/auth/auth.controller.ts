import { Body, Controller, HttpCode, Ip, Post, Req, Res } from '@nestjs/common';
import type { LoginRequest, RefreshRequest, SessionAnswer } from '@eventide/contracts';
import type { CookieOptions, Request, Response } from 'express';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import { Public, User } from './access.js';
import { loginRequest, refreshRequest } from './auth.schemas.js';
import type { UserPrincipal } from './principal.js';
import { REFRESH_COOKIE, refreshCookieOf, refreshCookieOptions } from './refresh-cookie.js';
import { SessionsService, type SignedIn } from './sessions.service.js';

/** Signing in and out of the product's own accounts. */
@Controller('auth')
export class AuthController {
  private readonly cookie: CookieOptions;

  constructor(
    private readonly sessions: SessionsService,
    env: Env,
  ) {
    this.cookie = refreshCookieOptions(env.production, env.tokens.refreshTtlS);
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  async login(
    @Body({ schema: loginRequest }) request: LoginRequest,
    @Ip() address: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionAnswer> {
    return this.answer(response, await this.sessions.login(request, address));
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  async refresh(
    @Body({ schema: refreshRequest }) { sid }: RefreshRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionAnswer> {
    try {
      return this.answer(response, await this.sessions.refresh(refreshCookieOf(request.headers.cookie), sid));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthorized') this.forget(response);
      throw error;
    }
  }

  @Post('logout')
  @HttpCode(204)
  async logout(@User() user: UserPrincipal, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.logout(user);
    this.forget(response);
  }

  private answer(response: Response, { answer, refreshToken }: SignedIn): SessionAnswer {
    response.cookie(REFRESH_COOKIE, refreshToken, this.cookie);
    response.set('Cache-Control', 'no-store');
    return answer;
  }

  private forget(response: Response): void {
    const { maxAge: _, ...cookie } = this.cookie;
    response.clearCookie(REFRESH_COOKIE, cookie);
  }
}
