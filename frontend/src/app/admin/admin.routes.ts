import { inject } from '@angular/core';
import type { Routes } from '@angular/router';
import { roleGuard } from '../core/role-guard';
import { Session } from '../core/session';

const administrators = [roleGuard('admin')];

/** The area of administrators and managers; whoever gets here has one of the roles. */
export const adminRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    redirectTo: () => (inject(Session).roles().includes('admin') ? 'announcements' : 'employees'),
  },
  {
    path: 'employees',
    loadComponent: () => import('./employees/employees-page').then((file) => file.EmployeesPage),
  },
  {
    path: 'announcements',
    canMatch: administrators,
    loadComponent: () => import('./announcements/announcements-page').then((file) => file.AnnouncementsPage),
  },
  {
    path: 'vouchers',
    canMatch: administrators,
    loadComponent: () => import('./vouchers/allocation-page').then((file) => file.AllocationPage),
  },
  {
    path: 'imports',
    canMatch: administrators,
    loadComponent: () => import('./imports/imports-page').then((file) => file.ImportsPage),
  },
];
