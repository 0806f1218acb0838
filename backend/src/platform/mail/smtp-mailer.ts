import { createTransport } from 'nodemailer';
import type { Mail } from './mail.js';
import { MailRefused, Mailer } from './mailer.js';
import { messageOf } from './message.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** By a mail server. */
export class SmtpMailer extends Mailer {
  private readonly transport;

  /** @param url `smtp:` or `smtps:`, with the account if there is one */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({
      url,
      pool: true,
      // Whether to try again is decided by the sweep, which remembers it.
      maxRequeues: 0,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
    });
  }

  override async send(mail: Mail, signal: AbortSignal): Promise<void> {
    try {
      await this.transport.sendMail({ ...messageOf(mail, this.from), signal });
    } catch (error) {
      throw isFinal(error) ? new MailRefused(error) : error;
    }
  }

  override close(): void {
    this.transport.close();
  }
}

/** A server's verdict on the mail, or an address that no server would be asked about; not one on our account. */
function isFinal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code !== 'EENVELOPE' && error.code !== 'EMESSAGE') return false;
  return !('responseCode' in error) || ('permanent' in error && error.permanent === true);
}
