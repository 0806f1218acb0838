import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  ErrorHandler,
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import {
  PreloadAllModules,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withPreloading,
  withRouterConfig,
} from '@angular/router';
import { provideNotificationCenter } from '@eventide/notification-center';
import { routes } from './app.routes';
import { answerDeadline } from './core/answer-deadline';
import { notificationCenterOptions } from './core/notification-center-options';
import { PageLoads } from './core/page-loads';
import { Session } from './core/session';
import { sessionInterceptor } from './core/session-interceptor';
import { UnexpectedErrors } from './core/unexpected-errors';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    { provide: ErrorHandler, useExisting: UnexpectedErrors },
    provideRouter(
      routes,
      withComponentInputBinding(),
      // The scripts of all pages are small; once they are here, pages open while the server is away.
      withPreloading(PreloadAllModules),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withRouterConfig({ resolveNavigationPromiseOnError: true }),
      withNavigationErrorHandler((failure) => inject(PageLoads).failed(failure)),
    ),
    provideHttpClient(withInterceptors([sessionInterceptor, answerDeadline])),
    provideNotificationCenter(notificationCenterOptions),
    // Not awaited: the page is drawn while the session is looked up; guards wait for the outcome.
    provideAppInitializer(() => void inject(Session).restore()),
  ],
};
