import type { Routes } from '@angular/router';
import { roleGuard, signedInGuard, signedOutGuard } from './core/role-guard';

const notAllowed = () => import('./not-allowed/not-allowed-page').then((file) => file.NotAllowedPage);

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'tasks' },
  {
    path: 'sign-in',
    canActivate: [signedOutGuard],
    loadComponent: () => import('./sign-in/sign-in-page').then((file) => file.SignInPage),
  },
  {
    path: 'tasks',
    canActivate: [signedInGuard],
    loadComponent: () => import('./tasks/tasks-page').then((file) => file.TasksPage),
  },
  {
    path: 'notifications',
    canActivate: [signedInGuard],
    loadComponent: () => import('./history/history-page').then((file) => file.HistoryPage),
  },
  {
    path: 'vouchers',
    canActivate: [signedInGuard],
    loadComponent: () => import('./vouchers/vouchers-page').then((file) => file.VouchersPage),
  },
  {
    path: 'profile',
    canActivate: [signedInGuard],
    loadComponent: () => import('./profile/profile-page').then((file) => file.ProfilePage),
  },
  {
    path: 'notices',
    canMatch: [roleGuard('publisher', 'admin')],
    canActivate: [signedInGuard],
    loadComponent: () => import('./notices/notices-page').then((file) => file.NoticesPage),
  },
  { path: 'notices', canActivate: [signedInGuard], loadComponent: notAllowed },
  {
    path: 'set-password',
    loadComponent: () => import('./set-password/set-password-page').then((file) => file.SetPasswordPage),
  },
  {
    path: 'admin',
    canMatch: [roleGuard('admin', 'manager')],
    canActivate: [signedInGuard],
    loadChildren: () => import('./admin/admin.routes').then((file) => file.adminRoutes),
  },
  { path: 'admin', canActivate: [signedInGuard], children: [{ path: '**', loadComponent: notAllowed }] },
  {
    path: '**',
    loadComponent: () => import('./not-found/not-found-page').then((file) => file.NotFoundPage),
  },
];
