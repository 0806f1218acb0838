import type { Role } from '@eventide/contracts';
import type { Area, Department } from './organisation.store.js';

/** The same for all demo accounts; production refuses the demo. */
export const DEMO_PASSWORD = 'eventide';

/** Who can sign in to a demo. */
export const DEMO_PEOPLE: readonly { id: string; email: string; name: string; roles: Role[]; department?: string }[] = [
  { id: 'admin', email: 'admin@eventide.test', name: 'Ada Admin', roles: ['admin', 'user'] },
  {
    id: 'manager',
    email: 'manager@eventide.test',
    name: 'Max Manager',
    roles: ['manager', 'publisher', 'user'],
    department: 'Sales',
  },
  { id: 'user1', email: 'user1@eventide.test', name: 'Uma One', roles: ['user'], department: 'Sales' },
  { id: 'user2', email: 'user2@eventide.test', name: 'Udo Two', roles: ['user'], department: 'Engineering' },
];

/** Where they work. */
export const DEMO_AREAS: readonly Area[] = [{ code: 'HQ', name: 'Headquarters' }];
export const DEMO_DEPARTMENTS: readonly Department[] = [
  { code: 'Sales', name: 'Sales', areaCode: 'HQ' },
  { code: 'Engineering', name: 'Engineering', areaCode: 'HQ' },
];
