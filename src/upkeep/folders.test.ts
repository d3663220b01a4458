import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSmallDisk } from '../../test/small-disk.ts';
import { unwritable } from './folders.ts';

describe('a folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'folders-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const told = (path: string) => unwritable([{ setting: 'DATA_DIR', path }]);

  it('that can be written is made if need be, and nothing is left in it', async () => {
    expect(await told(join(dir, 'deep', 'data'))).toEqual([]);
    expect(readdirSync(join(dir, 'deep', 'data'))).toEqual([]);
  });

  it('in whose place a file lies is told, with the setting that names it', async () => {
    const path = join(dir, 'data');
    writeFileSync(path, '');
    expect(await told(path)).toEqual([expect.stringMatching(/^DATA_DIR is .*data, and .* is no folder: /)]);
    expect(await told(join(path, 'below'))).toEqual([expect.stringMatching(/is no folder/)]);
  });

  it('on a read-only file system is told; all of them are told at once', async ({ skip }) => {
    using disk = aSmallDisk(4);
    if (!disk) return skip();
    mkdirSync(join(disk.dir, 'uploads'));
    disk.readOnly(true);
    const sentences = await unwritable([
      { setting: 'DATA_DIR', path: join(disk.dir, 'data') },
      { setting: 'UPLOADS_DIR', path: join(disk.dir, 'uploads') },
      { setting: 'LOG_DIR', path: join(dir, 'logs') },
    ]);
    expect(sentences).toEqual([
      expect.stringMatching(/^DATA_DIR is .*mounted read-only: mount it writable, or name another folder\.$/),
      expect.stringMatching(/^UPLOADS_DIR is .*mounted read-only/),
    ]);
  });

  it('that is full is no such case', async ({ skip }) => {
    using disk = aSmallDisk(4);
    if (!disk) return skip();
    const data = join(disk.dir, 'data');
    mkdirSync(data);
    disk.fill();
    expect(await told(data)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('of somebody else is told with the command that helps', async () => {
    const data = join(dir, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'message-sender.db'), '', { mode: 0o400 });
    expect(await told(data)).toEqual([expect.stringContaining('sudo chown -R')]);
    chmodSync(data, 0o500);
    expect(await told(data)).toEqual([expect.stringContaining(`chown -R ${process.getuid?.()}`)]);
    chmodSync(data, 0o700);
  });
});
