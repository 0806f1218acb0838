import { apply, hidden, maxLength, pattern, required, schema, validate } from '@angular/forms/signals';
import { LIMITS } from '@eventide/contracts';
import { LINK_PROBLEM, isLink } from '../../core/link';
import { audienceRules } from '../bulk/audience-draft';
import type { AnnouncementDraft } from './announcement-draft';

/** What may be written in the form. @param editing an existing announcement, which needs an end */
export function announcementRules(editing: () => boolean) {
  return schema<AnnouncementDraft>((path) => {
    required(path.title, { message: 'Give it a title.' });
    pattern(path.title, /\S/, { message: 'Give it a title.' });
    maxLength(path.title, LIMITS.title, { message: `At most ${LIMITS.title} characters.` });
    required(path.message, { message: 'Write what everybody should know.' });
    pattern(path.message, /\S/, { message: 'Write what everybody should know.' });
    maxLength(path.message, LIMITS.message, { message: `At most ${LIMITS.message} characters.` });
    validate(path.link, ({ value }) =>
      value().trim() === '' || isLink(value().trim()) ? null : { kind: 'link', message: LINK_PROBLEM },
    );
    hidden(path.audience, { when: ({ valueOf }) => valueOf(path.reach) === 'everyone' });
    apply(path.audience, audienceRules);
    for (const time of [path.startsAt, path.endsAt]) {
      hidden(time, { when: ({ valueOf }) => valueOf(path.reach) === 'selection' });
    }
    required(path.endsAt, { when: editing, message: 'Say when it ends.' });
    required(path.startsAt, {
      when: ({ valueOf }) => valueOf(path.start) === 'later',
      message: 'Say when it starts.',
    });
    validate(path.endsAt, ({ value, valueOf }) => {
      const start = valueOf(path.start) === 'later' && valueOf(path.startsAt);
      const early = value() !== '' && new Date(value()) <= (start ? new Date(start) : new Date());
      return early ? { kind: 'early', message: 'It must end after it starts, and not in the past.' } : null;
    });
  });
}
