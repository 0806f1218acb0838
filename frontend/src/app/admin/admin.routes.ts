import type { Routes } from '@angular/router';

/** The administrators' area; whoever gets here has the role. */
export const adminRoutes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'announcements' },
  {
    path: 'announcements',
    loadComponent: () => import('./announcements/announcements-page').then((file) => file.AnnouncementsPage),
  },
];
