export const LINK_PROBLEM = 'Use an https:// address, or a path such as /tasks.';

/** 'https:' or a path of this application, as the contract accepts them. */
export function isLink(text: string): boolean {
  if (/[\u0000-\u0020\u007f]/.test(text)) return false;
  if (/^\/(?![/\\])/.test(text)) return true;
  return /^https:\/\//i.test(text) && URL.canParse(text);
}
