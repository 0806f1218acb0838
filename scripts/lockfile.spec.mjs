import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './paths.mjs';
import { readState } from './state-file.mjs';

/** The oldest versions without known holes, each with the advisory that the one before it has. */
const OLDEST = {
  'socket.io-parser': ['4.2.6', 'CVE-2026-33151: any number of binary attachments'],
  'engine.io': ['6.6.9', 'CVE-2026-48779: memory by tiny fragments'],
  ws: ['8.21.0', 'CVE-2026-48779: memory by tiny fragments'],
};

const installed = Object.entries(readState(join(ROOT, 'package-lock.json'), { packages: {} }).packages);

function isAtLeast(version, oldest) {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}

describe('the lock file', () => {
  it.each(Object.entries(OLDEST))('holds no %s with a known hole', (name, [oldest, advisory]) => {
    const versions = installed.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, { version }]) => version);
    expect(versions).not.toEqual([]);
    expect({ advisory, vulnerable: versions.filter((version) => !isAtLeast(version, oldest)) }).toEqual({ advisory, vulnerable: [] });
  });
});
