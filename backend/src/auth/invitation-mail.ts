import { writeLetter } from '../platform/mail/letter.js';
import type { Mail } from '../platform/mail/mail.js';
import type { NewInvitation } from './invitations.store.js';

/** Who is invited. */
interface Guest {
  id: string;
  name: string;
  email: string;
}

/** The mail that holds the link. @param origin of the pages that people use */
export function invitationMail({ id, name, email }: Guest, invitation: NewInvitation, origin: string): Mail {
  const until = `${invitation.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const letter = {
    greeting: `Hello ${name},`,
    paragraphs: [
      'You have an account at Eventide. Choose a password to sign in with this e-mail address.',
      `The link works once, until ${until}. If you did not expect this mail, you can leave it alone.`,
    ],
    action: { label: 'Choose a password', url: `${origin}/set-password?invite=${invitation.token}` },
  };
  const to = { userId: id, name, address: email };
  return { id: `invitation ${invitation.id}`, to, subject: 'Choose your password for Eventide', ...writeLetter(letter) };
}
