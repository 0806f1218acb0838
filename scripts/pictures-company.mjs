/** Where what is seen keeps its time. */
const TIMES = { notifications: 'timestamp', announcements: 'timestamp', tasks: 'createdAt', comments: 'createdAt' };

/** The demo people at work, through the API of a running product. */
export class Company {
  #url;
  #apiKey;
  #tokens = {};
  #taskIds = {};

  constructor(url, apiKey) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** A service sends a notification. */
  tell(to, send) {
    return this.#call('POST', '/api/notifications', this.#apiKey, { to, ...send });
  }

  announce(announcement) {
    return this.#call('POST', '/api/announcements', this.#apiKey, announcement);
  }

  async task(by, assigneeId, title) {
    const { id } = await this.#call('POST', '/api/tasks', await this.#tokenOf(by), { title, assigneeId });
    this.#taskIds[title] = id;
  }

  async comment(by, taskTitle, text) {
    const taskId = this.#taskIds[taskTitle];
    await this.#call('POST', '/api/comments', await this.#tokenOf(by), { taskId, text });
  }

  /** Somebody reads their newest notification. */
  async readNewest(who) {
    const token = await this.#tokenOf(who);
    const { items } = await this.#call('GET', '/api/notifications?limit=1', token);
    await this.#call('PATCH', `/api/notifications/${items[0].id}`, token, { readStatus: 'read' });
  }

  async #tokenOf(id) {
    const credentials = { email: `${id}@eventide.test`, password: 'eventide' };
    this.#tokens[id] ??= (await this.#call('POST', '/api/auth/login', null, credentials)).accessToken;
    return this.#tokens[id];
  }

  async #call(method, path, token, body) {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

/** Lets what `happen` stores look as old as `ago` (milliseconds). The API has no yesterday, so the database is told. */
export async function backdate(database, ago, happen) {
  const began = new Date();
  await happen();
  for (const [collection, field] of Object.entries(TIMES)) {
    await database
      .collection(collection)
      .updateMany({ [field]: { $gte: began } }, { $set: { [field]: new Date(began.getTime() - ago) } });
  }
}
