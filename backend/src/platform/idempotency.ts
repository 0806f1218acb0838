/** Names one effect: who asked, for what, under which key; and what the body said. */
export interface OnceKey {
  id: string;
  bodyHash: string;
}
