import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const entries = ['start.mjs', 'demo.mjs', 'test.mjs', 'backup.mjs', 'restore.mjs', 'doctor.mjs'];

describe('a Node that lacks something', () => {
  it.each(entries)('gets one sentence and status 1 from %s', (entry) => {
    const old = ['--import', 'data:text/javascript,delete globalThis.Temporal'];
    const { status, stderr, stdout } = spawnSync(process.execPath, [...old, entry], {
      cwd: root,
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('Node 26');
  });

  it('can at least read the entry files: nothing in them is younger than Node 14', () => {
    for (const name of [...entries, 'abilities.mjs']) {
      const text = readFileSync(`${root}${name}`, 'utf8');
      expect(text).not.toMatch(/\?\?=|\|\|=|&&=|^await |^const .*= await /m);
    }
  });
});
