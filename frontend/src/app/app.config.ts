import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  ErrorHandler,
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import {
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { provideNotificationCenter } from '@eventide/notification-center';
import { routes } from './app.routes';
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
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withRouterConfig({ resolveNavigationPromiseOnError: true }),
      withNavigationErrorHandler((failure) => inject(PageLoads).failed(failure)),
    ),
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideNotificationCenter(notificationCenterOptions),
    // Not awaited: the page is drawn while the session is looked up; guards wait for the outcome.
    provideAppInitializer(() => void inject(Session).restore()),
  ],
};
