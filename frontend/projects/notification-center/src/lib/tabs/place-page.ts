import type { SyncPage } from '@eventide/contracts';

/**
 * A page that brings nothing and begins where this one ends: a tab that is as far is told nothing new, and one that is
 * behind sees a hole and asks.
 */
export function placePage(page: SyncPage): SyncPage {
  const { inbox, all } = page;
  return { ...page, mode: 'delta', from: { inbox, all }, changes: [], announcements: [] };
}
