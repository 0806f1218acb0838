/** What is serious enough that administrators are told. */
export type Trouble = 'database_lost' | 'redis_lost' | 'count_drifted' | 'job_failed' | 'mail_failed';

type Listener = (trouble: Trouble) => void;

/** Where any layer says that something serious happened, without knowing who is told and how. */
export class Troubles {
  private readonly listeners: Listener[] = [];

  report(trouble: Trouble): void {
    for (const listener of this.listeners) listener(trouble);
  }

  /** @param listener must not throw */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }
}
