import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './paths.mjs';

const MIB = 1_024 * 1_024;

function textOf(...path) {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

/** The first group of the pattern, as a number written as in JavaScript. */
function numberIn(text, pattern) {
  return Number(text.match(pattern)?.[1].replaceAll('_', ''));
}

describe('deploy/nginx.conf', () => {
  const proxy = textOf('deploy', 'nginx.conf');

  it('lets the largest workbook in', () => {
    const upload = textOf('backend', 'src', 'imports', 'upload.ts');
    const most = numberIn(upload, /MOST_BYTES = ([\d_]+)/) + numberIn(upload, /ENVELOPE_BYTES = ([\d_]+)/);
    expect(numberIn(proxy, /location = \/api\/imports \{[^}]*client_max_body_size (\d+)m;/) * MIB).toBeGreaterThan(most);
  });

  it('passes on that TLS ended in front of it', () => {
    const variable = proxy.match(/proxy_set_header X-Forwarded-Proto (\$\w+);/)?.[1];
    expect(proxy).toContain(`map $http_x_forwarded_proto ${variable} {`);
  });
});

describe('backend/Dockerfile', () => {
  it('copies what there is', () => {
    const lines = textOf('backend', 'Dockerfile').match(/^COPY (?!--from).*$/gm) ?? [];
    const sources = lines.flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
  });
});
