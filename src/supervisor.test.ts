import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT, nextStart } from './supervisor.ts';

describe('after the program ended, the supervisor', () => {
  it('starts it at once when it asked for that', () => {
    expect(nextStart(0, { code: EXIT.restart, livedMs: 100 })).toEqual({
      do: 'start',
      afterMs: 0,
      crashes: 0,
    });
  });

  it('starts it at once after a kill in the middle of a long life', () => {
    expect(nextStart(3, { code: null, livedMs: 60_000 })).toEqual({ do: 'start', afterMs: 0, crashes: 0 });
  });

  it('waits longer after each short life, and gives up after ten', () => {
    const waits: number[] = [];
    let crashes = 0;
    for (;;) {
      const next = nextStart(crashes, { code: 1, livedMs: 10 });
      if (next.do === 'give-up') {
        expect(next.status).toBe(1);
        break;
      }
      waits.push(next.afterMs);
      crashes = next.crashes;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('never tries wrong settings again', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(100_000), (crashes, livedMs) => {
        expect(nextStart(crashes, { code: EXIT.settings, livedMs }).do).toBe('give-up');
      }),
    );
  });

  /** Supervises a program of these lines, its pauses a hundred times shorter. */
  function supervised(lines: string) {
    const dir = mkdtempSync(join(tmpdir(), 'supervisor-'));
    try {
      const main = join(dir, 'main.mjs');
      writeFileSync(main, lines);
      const start = `const wait = setTimeout; globalThis.setTimeout = (f, ms) => wait(f, ms / 100);
        const { supervise } = await import(${JSON.stringify(import.meta.resolve('./supervisor.ts'))});
        process.exit(await supervise(${JSON.stringify(main)}));`;
      const args = ['--input-type=module', '-e', start];
      return spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8', timeout: 60_000 });
    } finally {
      rmSync(dir, { recursive: true });
    }
  }

  it('tells the reason of each end and the pause after it, and the last time that it was the last', {
    timeout: 70_000,
  }, () => {
    const { status, stderr } = supervised(`process.stderr.write('no port\\n'); process.exit(1);`);
    expect(status).toBe(1);
    expect(stderr.match(/^no port$/gm)).toHaveLength(10);
    const pauses = [...stderr.matchAll(/starting it again in (\d+) s/g)].map(([, seconds]) =>
      Number(seconds),
    );
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(stderr).toMatch(/The program ended ten times in a row; not starting it again\.\n$/);
  });

  it('takes a start that fails slowly for a failed one: a life begins when all is up', {
    timeout: 70_000,
  }, () => {
    const { stderr } = supervised(`import { existsSync, writeFileSync } from 'node:fs';
      if (existsSync('once')) process.exit(${EXIT.settings});
      writeFileSync('once', '');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_100);
      process.exit(1);`);
    expect(stderr).toMatch(/1 times in a row; starting it again in 1 s/);
  });
});
