import { createHash } from 'node:crypto';

/** One e-mail to one person. */
export interface Mail {
  /** Names the mail for good: whatever is added twice under one id is sent once. */
  id: string;
  to: {
    /** Whose erasure takes the mail along. */
    userId?: string;
    name: string;
    address: string;
  };
  subject: string;
  /** The same for readers without and with HTML. */
  text: string;
  html: string;
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** A text as a header may hold it: no line can begin in the middle of a name or a subject. */
export function onOneLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}

/** The same for each try to send a mail, so that whoever gets it twice can tell. */
export function messageIdOf({ id }: Mail, domain: string): string {
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`;
}
