/** How long the cookie just before the present one is still good, for tabs that refresh at once and lost answers. */
export const GRACE_MS = 30_000;

/** What a session knows of its refresh cookies. */
export interface Rotation {
  /** Of the newest cookie. */
  generation: number;
  /** When it was given out. */
  rotatedAt: Date;
}

/**
 * What to do with a cookie of a live session: give the next one out, give the newest one out again, or end the session,
 * since somebody uses a cookie that its owner has long replaced. One never given out (a restored database) is refused.
 */
export function judgeRefresh(session: Rotation, presented: number, now: Date): 'rotate' | 'repeat' | 'reused' | 'refuse' {
  if (presented > session.generation) return 'refuse';
  if (presented === session.generation) return 'rotate';
  const inGrace = now.getTime() - session.rotatedAt.getTime() <= GRACE_MS;
  return presented === session.generation - 1 && inGrace ? 'repeat' : 'reused';
}
