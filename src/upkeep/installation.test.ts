import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isCopy, openInstallation } from './installation.ts';

const root = mkdtempSync(join(tmpdir(), 'installation-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = (name: string) => join(root, name);

describe('a data folder', () => {
  it('is an original the first time, and at every start after it', () => {
    for (let start = 0; start < 3; start += 1) expect(openInstallation(folder('first')).copied).toBe(false);
  });

  it('is still one when it was moved, and its rights and times were changed', () => {
    openInstallation(folder('here'));
    renameSync(folder('here'), folder('there'));
    chmodSync(join(folder('there'), 'installation'), 0o640);
    utimesSync(join(folder('there'), 'installation'), 1, 1);
    expect(openInstallation(folder('there')).copied).toBe(false);
  });

  it('that was copied with everything that can be kept is a copy until it is made the original', () => {
    openInstallation(folder('old'));
    execFileSync('cp', ['-a', folder('old'), folder('new')]);
    expect(openInstallation(folder('new')).copied).toBe(true);
    expect(openInstallation(folder('new')).copied).toBe(true);
    expect(openInstallation(folder('old')).copied).toBe(false);
    openInstallation(folder('new')).adopt();
    expect(openInstallation(folder('new')).copied).toBe(false);
  });

  it('that was copied over an original is a copy', () => {
    openInstallation(folder('a'));
    openInstallation(folder('b'));
    cpSync(folder('a'), folder('b'), { recursive: true, force: true });
    expect(openInstallation(folder('b')).copied).toBe(true);
  });

  it('whose file is damaged becomes an original', () => {
    openInstallation(folder('torn'));
    writeFileSync(join(folder('torn'), 'installation'), '{"ino');
    expect(openInstallation(folder('torn')).copied).toBe(false);
    expect(openInstallation(folder('torn')).copied).toBe(false);
  });
});

describe('a place', () => {
  it('goes by its birth where there is one, else by its inode', () => {
    const here = { inode: '7', born: '100' };
    expect(isCopy(here, { inode: '8', born: '100' })).toBe(false);
    expect(isCopy(here, { inode: '7', born: '200' })).toBe(true);
    expect(isCopy({ inode: '7', born: null }, { inode: '7', born: '200' })).toBe(false);
    expect(isCopy({ inode: '7', born: null }, { inode: '8', born: '200' })).toBe(true);
  });
});
