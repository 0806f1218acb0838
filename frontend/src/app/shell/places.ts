import type { Role } from '@eventide/contracts';
import type { IconName } from '@eventide/notification-center';

/** A page as the navigation names it. */
export interface Place {
  path: string;
  label: string;
  icon: IconName;
}

const EVERYBODY: Place[] = [
  { path: '/tasks', label: 'Tasks', icon: 'tasks' },
  { path: '/notifications', label: 'Notifications', icon: 'bell' },
  { path: '/vouchers', label: 'Vouchers', icon: 'ticket' },
];

const WITH_ROLES: (Place & { roles: Role[] })[] = [
  { path: '/admin/employees', label: 'Employees', icon: 'people', roles: ['admin', 'manager'] },
  { path: '/notices', label: 'Notices', icon: 'flow', roles: ['admin', 'publisher'] },
  { path: '/admin/announcements', label: 'Announcements', icon: 'megaphone', roles: ['admin'] },
  { path: '/admin/vouchers', label: 'Allocations', icon: 'ticket', roles: ['admin'] },
  { path: '/admin/imports', label: 'Imports', icon: 'upload', roles: ['admin'] },
];

/** The pages somebody with these roles may open: those of everybody, and those of the roles. */
export function placesFor(roles: readonly Role[]): { everyday: Place[]; work: Place[] } {
  return {
    everyday: EVERYBODY,
    work: WITH_ROLES.filter((place) => place.roles.some((role) => roles.includes(role))),
  };
}
