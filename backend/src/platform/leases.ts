/**
 * Work that one process at a time is enough for. A lease saves work and promises nothing: a process that was frozen may
 * go on for a moment beside its successor, so the work itself must bear being done twice.
 */
export abstract class Leases {
  /**
   * Takes the lease, or extends it, for so long from now.
   * @returns false while another process holds it
   */
  abstract hold(name: string, forMs: number): Promise<boolean>;

  /** Lets others take it at once; nothing happens if it is not ours. */
  abstract release(name: string): Promise<void>;
}
