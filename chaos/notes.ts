/** Every personal text of a run says whose it is, so that a foreign one is known wherever it turns up. */
const TAG = /belongs to <([^>]+)>/g;

/** A text that names its owner. */
export function noteFor(user: string): string {
  return `belongs to <${user}>`;
}

/** The owners of all texts somewhere in a payload, once each. */
export function notesOf(payload: unknown): string[] {
  return [...new Set([...(JSON.stringify(payload) ?? '').matchAll(TAG)].map(([, owner]) => owner ?? ''))];
}
