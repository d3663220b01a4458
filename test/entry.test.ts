import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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

describe('the doctor', () => {
  it('ends without a word when nobody reads on, as with `| head`', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'unread-'));
    const nowhere = { TELEGRAM_API_ROOT: 'http://127.0.0.1:9', WHATSAPP_WS_URL: 'ws://127.0.0.1:9' };
    const child = spawn(process.execPath, [`${root}doctor.mjs`], {
      cwd: dir,
      env: { PATH: process.env.PATH, ...nowhere },
    });
    child.stdout.destroy();
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    rmSync(dir, { recursive: true });
    expect(said).toBe('');
    expect(status).toBe(1);
  });
});
