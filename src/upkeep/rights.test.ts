import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownersOnly } from './rights.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rights-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const rightsOf = (...path: string[]) => statSync(join(dir, ...path)).mode & 0o777;

it('takes from others what they could read, all the way down, and leaves what links lead to alone', async () => {
  const outside = join(dir, 'outside');
  writeFileSync(outside, 'x', { mode: 0o644 });
  const data = join(dir, 'data');
  mkdirSync(join(data, 'media'), { recursive: true });
  for (const folder of [data, join(data, 'media')]) chmodSync(folder, 0o755);
  writeFileSync(join(data, 'media', 'photo'), 'x');
  chmodSync(join(data, 'media', 'photo'), 0o664);
  writeFileSync(join(data, 'mine'), 'x', { mode: 0o600 });
  symlinkSync(outside, join(data, 'link'));
  expect(await ownersOnly([data, join(dir, 'absent')])).toEqual({ mended: 3, failed: 0 });
  expect([rightsOf('data'), rightsOf('data', 'media'), rightsOf('data', 'media', 'photo')]).toEqual([
    0o700, 0o700, 0o600,
  ]);
  expect(rightsOf('outside')).toBe(0o644);
  expect(await ownersOnly([data])).toEqual({ mended: 0, failed: 0 });
});
