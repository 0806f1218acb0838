/** Where to go after sign-in: a path of this application, never another site. */
export function returnPath(wanted: string | null): string {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted)) return '/tasks';
  return wanted.startsWith('/sign-in') ? '/tasks' : wanted;
}
