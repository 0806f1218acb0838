import type { SessionAnswer } from '@eventide/contracts';
import type { DemoId } from './person.js';

/** The API in the name of somebody with a demo account. */
export class DemoApi {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, id: DemoId): Promise<DemoApi> {
    const answer = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${id}@eventide.test`, password: 'eventide' }),
    });
    return new DemoApi(url, ((await answer.json()) as SessionAnswer).accessToken);
  }

  /** @param T what the route answers */
  async get<T>(path: string): Promise<T> {
    const answer = await this.ask(path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The status of the answer alone; streams are let go. */
  async status(path: string): Promise<number> {
    const answer = await this.ask(path);
    await answer.body?.cancel();
    return answer.status;
  }

  private ask(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: { Authorization: `Bearer ${this.token}` } });
  }
}
