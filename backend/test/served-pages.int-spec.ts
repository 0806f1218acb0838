import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ORIGIN, TestCluster } from './test-cluster.js';

const PAGES = ['/', '/sign-in', '/admin/announcements', '/api/docs'];

describe('a page that a node serves', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  async function open(path: string): Promise<{ html: string; policy: Record<string, string[]> }> {
    const response = await fetch(`${cluster.node(0).url}${path}`, { headers: { accept: 'text/html' } });
    const directives = (response.headers.get('content-security-policy') ?? '').split(';').map((part) => part.trim().split(' '));
    const policy = Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]));
    return { html: await response.text(), policy };
  }

  it.each(PAGES)('runs no script but those of files of its own: %s', async (path) => {
    const { policy } = await open(path);
    expect(policy).toMatchObject({
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      'script-src-attr': ["'none'"],
      'object-src': ["'none'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'self'"],
      'form-action': ["'self'"],
    });
    const sources = Object.values(policy).flat();
    const allowed = ["'self'", "'none'", 'data:', ORIGIN.replace('http', 'ws')];
    expect(sources.filter((source) => !allowed.includes(source) && !/^'nonce-[\w+/]{22}=='$/.test(source))).toEqual([]);
    expect(policy['img-src']).toEqual(["'self'", 'data:']);
  });

  it.each(PAGES)('needs nothing else: %s', async (path) => {
    const { html } = await open(path);
    expect(html).toMatch(/<script[^>]* src="/);
    expect(html).not.toMatch(/<script(?![^>]* src=)|\son\w+=|javascript:|<style(?![^>]* nonce=)|\sstyle=/);
    const links = [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => /^[a-z]+:|^\/\//i.test(link))).toEqual([]);
  });

  it('lets styles in by a word that is never the same', async () => {
    const [first, second] = [await open('/'), await open('/')];
    expect(first.policy['style-src']?.[1]).not.toEqual(second.policy['style-src']?.[1]);
  });
});
