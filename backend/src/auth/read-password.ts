import { text } from 'node:stream/consumers';

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const BACKSPACE = /[\b\u007f]/;

/** From a terminal: asked for, and not shown. From a pipe: its first line. */
export async function readPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/)[0] ?? '';
  process.stdout.write(question);
  process.stdin.setRawMode(true);
  try {
    return await typed();
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stdout.write('\n');
  }
}

async function typed(): Promise<string> {
  let password = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin.iterator({ destroyOnReturn: false })) {
    for (const character of String(chunk)) {
      if (character === CTRL_C) process.exit(130);
      if (ENTER.test(character)) return password;
      password = BACKSPACE.test(character) ? password.slice(0, -1) : password + character;
    }
  }
  return password;
}
