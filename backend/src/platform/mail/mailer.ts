import type { Mail } from './mail.js';

/** The mail can't be sent, now or later: the address is none, or the server refuses it for good. */
export class MailRefused extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = MailRefused.name;
  }
}

/** Hands mails over. What it resolves for has been accepted by whoever delivers. */
export abstract class Mailer {
  /**
   * @param signal gives the try up; whether the mail was sent is then unknown
   * @throws MailRefused when trying again is of no use; else any Error
   */
  abstract send(mail: Mail, signal: AbortSignal): Promise<void>;

  abstract close(): void;
}
