const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const billing = { id: 'billing', name: 'Billing' };
const reports = { id: 'reports', name: 'Reports' };
const watch = { id: 'watch', name: 'Site watch' };
const shop = { id: 'shop', name: 'Shop' };

const ROOM = 'Book a room for the design review';
const OFFER = 'Check the numbers of the spring offer';
const LETTER = 'Rewrite the welcome letter';

/** Some days in a small company, oldest first: how long ago, what happened, and whether user2 has read of it. */
export const HAPPENINGS = [
  {
    ago: 3 * DAY,
    read: true,
    happen: (company) =>
      company.tell('user2', {
        type: 'invoice.paid',
        severity: 'success',
        title: 'Invoice 2041 was paid',
        message: 'Nordlicht Logistics paid €4,280.00, two days early.',
        actor: billing,
      }),
  },
  {
    ago: 2 * DAY,
    read: true,
    happen: (company) =>
      company.tell('user2', {
        type: 'report.ready',
        title: 'Your weekly report is ready',
        message: 'Orders are up 12 % on the week before. Returns are the lowest since March.',
        actor: reports,
      }),
  },
  { ago: 27 * HOUR, read: true, happen: (company) => company.task('manager', 'user2', ROOM) },
  { ago: 26 * HOUR, happen: (company) => company.comment('user2', ROOM, 'The blue one is ours from two to four.') },
  { ago: 6 * HOUR, happen: (company) => company.task('user2', 'user1', OFFER) },
  {
    ago: 5 * HOUR,
    read: true,
    happen: (company) => company.comment('user1', OFFER, 'Row 14 counts the discount twice; the rest is fine.'),
  },
  {
    ago: 3 * HOUR,
    happen: (company) =>
      company.tell('user2', {
        type: 'certificate.expiring',
        severity: 'warning',
        title: 'A certificate expires in 7 days',
        message: 'shop.example.com needs a new one by next Friday.',
        actor: watch,
      }),
  },
  {
    ago: 50 * MINUTE,
    happen: (company) =>
      company.announce({ title: 'Summer party on Thursday', message: 'From 16:00 in the courtyard. Bring whoever you like.' }),
  },
  { ago: 25 * MINUTE, read: true, happen: (company) => company.task('user1', 'user2', LETTER) },
  { ago: 14 * MINUTE, happen: (company) => company.comment('user2', LETTER, 'A first draft is in the shared folder.') },
  {
    ago: 4 * MINUTE,
    happen: (company) =>
      company.tell('user2', {
        type: 'payment.failed',
        severity: 'critical',
        title: 'Card payments are failing',
        message: 'The provider declines every second card. Whoever is on call has been told.',
        actor: watch,
      }),
  },
  {
    ago: 2 * MINUTE,
    happen: (company) => company.comment('user1', LETTER, 'Lovely! Only the greeting still feels a little stiff.'),
  },
];

/** Sent while a picture is taken, for its toast. */
export const NEWS = {
  type: 'order.shipped',
  severity: 'success',
  title: 'Order 4711 is on its way',
  message: 'It arrives tomorrow before noon.',
  actor: shop,
};

/** An announcement that is being written. */
export const DRAFT = {
  title: 'Maintenance on Saturday',
  message: 'Eventide rests from 22:00 to 22:30. What is sent meanwhile arrives afterwards.',
};
