import { messageIdOf, onOneLine, type Mail } from './mail.js';

/** A mail as the library that writes it wants it; no part of it is fetched from a file or an address. */
export function messageOf(mail: Mail, from: string) {
  const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: onOneLine(mail.to.name), address: mail.to.address },
    subject: onOneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: messageIdOf(mail, domain),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
