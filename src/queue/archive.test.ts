import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zipFile } from './archive.ts';
import { readDirectory } from './import/zip.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

it.each([0, 1, 3_000_000])('a file of %i bytes comes out of the zip as it went in', async (length) => {
  const [from, to] = [join(dir, 'a.csv'), join(dir, 'a.zip')];
  const bytes = Buffer.from(Array.from({ length }, (_, nth) => (nth * nth) % 251));
  writeFileSync(from, bytes);
  await zipFile(from, to, 'campaña-12.csv');
  const [entry, ...more] = await readDirectory(to);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ name: 'campaña-12.csv', unpacked: length });
  const zip = readFileSync(to);
  const begin = 30 + Buffer.byteLength('campaña-12.csv');
  expect(inflateRawSync(zip.subarray(begin)).equals(bytes)).toBe(true);
});

it('other programs open it', async ({ skip }) => {
  const python = ['-c', 'import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)'];
  const [from, to] = [join(dir, 'b.csv'), join(dir, 'b.zip')];
  writeFileSync(from, 'línea;número\r\n'.repeat(10_000));
  await zipFile(from, to, 'lista.csv');
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
  } catch {
    skip('no Python to ask');
  }
  expect(() => execFileSync('python3', [...python, to], { stdio: 'pipe' })).not.toThrow();
});
