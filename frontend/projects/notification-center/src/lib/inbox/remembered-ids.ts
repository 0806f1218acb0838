/** More than are ever underway at once, and few enough for a tab that stays open for months. */
const MOST_IDS = 1_000;

/** The ids with this one added as the newest; beyond 1,000 the oldest are forgotten. */
export function remember(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  next.delete(id);
  next.add(id);
  for (const oldest of next) {
    if (next.size <= MOST_IDS) break;
    next.delete(oldest);
  }
  return next;
}
