import type { Role } from '@eventide/contracts';

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
