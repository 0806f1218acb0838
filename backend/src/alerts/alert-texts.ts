import type { Send } from '@eventide/contracts';
import type { Trouble } from '../platform/troubles.js';

/** The same on every node and at any time, so that a repeat under one key is recognised as one. */
const TEXTS: Record<Trouble, { title: string; message: string }> = {
  database_lost: {
    title: 'The database was away',
    message: 'MongoDB did not answer for more than 30 seconds. Writes were refused meanwhile; nothing acknowledged is lost.',
  },
  redis_lost: {
    title: 'Redis is away',
    message: 'Redis has not answered for more than 30 seconds. Notifications reach other nodes a few seconds later until it is back.',
  },
  count_drifted: {
    title: 'An unread count was wrong',
    message: 'The audit found an unread count that did not match its inbox, and set it right. This must never happen: the log names the inbox.',
  },
  mail_failed: {
    title: 'A mail could not be sent',
    message: 'The mail server refused a mail for good, or did not take it for hours. The log names the mail and says why.',
  },
  job_failed: {
    title: 'A background job has failed',
    message: 'An allocation, a broadcast or an import was run several times and did not get on. The log names it; it can be retried.',
  },
};

/** What administrators are sent about a trouble. */
export function alertOf(trouble: Trouble): Send {
  return { type: `system.${trouble}`, category: 'system', severity: 'critical', ...TEXTS[trouble] };
}
