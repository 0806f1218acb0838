import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKeyCreated } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'protocol.md'), 'utf8');
const WRITTEN_URL = 'http://localhost:3000';

/** The programs under a heading, as they stand there. */
function programs(heading: string, language: 'sh' | 'js'): string[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, program]) => program ?? '');
}

/** Runs what the page shows against a real node. */
describe('the clients that docs/protocol.md shows', () => {
  const running: ChildProcess[] = [];
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    const admin = await cluster.admin();
    await admin.expect('PUT', '/api/users/user1', { name: 'User', email: 'user1@eventide.test' });
  });
  afterAll(async () => {
    for (const program of running) program.kill();
    await cluster.stop();
  });

  /** Starts a program and collects what it prints. */
  function run(command: string, args: string[], env: Record<string, string>): { output: string; code: number | null | undefined } {
    const state: ReturnType<typeof run> = { output: '', code: undefined };
    const program = spawn(command, args, { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(program);
    program.on('error', (error) => (state.output += String(error)));
    program.on('exit', (code) => (state.code = code));
    for (const printed of [program.stdout, program.stderr]) printed.on('data', (chunk) => (state.output += String(chunk)));
    return state;
  }

  /** By the shell, which ends with its last command; it needs curl. */
  function shell(program: string, env: Record<string, string>): ReturnType<typeof run> {
    return run('sh', ['-c', here(program).replace(/^curl(.*)\n$/m, 'exec curl$1\n')], env);
  }

  function here(program: string): string {
    return program.replaceAll(WRITTEN_URL, cluster.node(0).url);
  }

  async function printed(state: ReturnType<typeof run>, pattern: RegExp): Promise<void> {
    await eventually(`${pattern} (printed: ${state.output.slice(-500)})`, () => pattern.test(state.output), 15_000);
  }

  const [byHeader = '', byTicket = ''] = programs('Event streams', 'sh');

  it.each([
    ['the header', byHeader],
    ['a ticket', byTicket],
  ])('follow a stream with curl, by %s', async (_, program) => {
    const state = shell(program, { TOKEN: await cluster.token('carol') });
    await printed(state, /event: sync\ndata: {"mode":"reset"/);
    await (await cluster.admin()).notify('carol', { title: 'Hello' });
    await printed(state, /id: [^;]+;\d+;0\nevent: newNotification\ndata: .*"title":"Hello"/);
  });

  it('follow a stream with Node, and come back where they were', async () => {
    const [program = ''] = programs('Event streams', 'js');
    const admin = await cluster.admin();
    const state = run(process.execPath, ['--input-type=module', '--eval', here(program)], { TOKEN: await cluster.token('nadia', { sid: 'S' }) });
    await printed(state, /^sync {/m);
    await admin.notify('nadia', { title: 'First' });
    await printed(state, /newNotification {[^}]*title: 'First'/);
    await cluster.node(0).stop();
    await printed(state, /closing { code: 'drain', reconnect: true/);
    await cluster.node(0).start();
    await printed(state, /sync {\s+mode: 'delta'/);
    await (await cluster.admin()).expect('POST', '/api/users/nadia/revoke', { sid: 'S' });
    await printed(state, /closing { code: 'revoked', reconnect: false/);
    expect(await eventually('its end', () => state.code !== undefined && { code: state.code })).toEqual({ code: 0 });
  });

  it('send a signal', async () => {
    const [program = ''] = programs('Signals', 'sh');
    const device = await cluster.device('user1');
    const { key } = await (await cluster.admin()).expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'filter', scopes: ['signal'] });
    shell(program, { API_KEY: key });
    expect(await device.one('signal', 15_000)).toEqual({ topic: 'filter.verified', data: { isVerifiedFilter: true } });
  });
});
