/** Which tab shows toasts: one that is seen, so that they aren't shown where nobody looks. */
export class Speaker {
  /** The tabs that are seen; the one that came to sight last is the last. */
  private readonly seen = new Set<string>();

  note(tab: string, visible: boolean): void {
    this.seen.delete(tab);
    if (visible) this.seen.add(tab);
  }

  /** The leader while it is seen, else the tab that came to sight last; the leader too while no tab is seen. */
  choose(leader: string): string {
    return this.seen.has(leader) ? leader : ([...this.seen].at(-1) ?? leader);
  }
}
