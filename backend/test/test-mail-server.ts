import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.js';

const PROGRAM = join(import.meta.dirname, 'mail-server.mjs');

export interface ReceivedMail {
  recipients: string[];
  /** The headers, unfolded, by lower-case name. */
  headers: Map<string, string>;
  /** All bodies, with the encodings that letters of a western language need undone. */
  body: string;
}

/** A real mail server in a process of its own, which remembers what it was sent, over restarts too. */
export class TestMailServer {
  readonly mails: ReceivedMail[] = [];
  #process: ChildProcess | undefined;
  #port = 0;

  /** What `SMTP_URL` is to be. */
  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Starts it, on the port that it had before if it had one. */
  async start(): Promise<this> {
    const server = spawn(process.execPath, [PROGRAM, String(this.#port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = server;
    let listens = false;
    createInterface({ input: server.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { port: number } | { recipients: string[]; message: string };
      if ('message' in said) this.mails.push(received(said));
      else [this.#port, listens] = [said.port, true];
    });
    await eventually('a mail server that listens', () => listens);
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ recipients }) => recipients.includes(address));
  }
}

function decoded(quoted: string): string {
  const bytes = quoted.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function received({ recipients, message }: { recipients: string[]; message: string }): ReceivedMail {
  const [head = '', ...parts] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  return { recipients, headers, body: decoded(parts.join('\r\n\r\n')) };
}
