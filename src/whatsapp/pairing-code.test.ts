import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { openKeys } from '../store/keys.ts';
import type { KeyStore } from './auth-state.ts';
import { TooManyCodes } from './link.ts';
import { type CodeLimit, createCodeLimit } from './pairing-code.ts';

const MINUTE = 60_000;

/** When the next one may be asked for, or null. */
async function refused(limit: CodeLimit): Promise<number | null> {
  try {
    await limit.count();
    return null;
  } catch (error) {
    if (error instanceof TooManyCodes) return error.until;
    throw error;
  }
}

describe('pairing codes', () => {
  let dir: string;
  let store: KeyStore;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'codes-'));
    store = openKeys({ dir, account: 1 });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  it('are at least two minutes apart, and three an hour; a refused one does not count', async () => {
    const clock = virtualClock();
    const limit = createCodeLimit({ clock, store });
    expect(await refused(limit)).toBeNull();
    await clock.advance(MINUTE);
    expect(await refused(limit)).toBe(2 * MINUTE);
    await clock.advance(MINUTE);
    expect(await refused(limit)).toBeNull();
    await clock.advance(2 * MINUTE);
    expect(await refused(limit)).toBeNull();
    await clock.advance(MINUTE);
    expect(await refused(limit)).toBe(60 * MINUTE);
    await clock.advance(55 * MINUTE);
    expect(await refused(limit)).toBeNull();
  });

  it('are counted on through a restart and through the end of a link', async () => {
    const clock = virtualClock();
    const limit = createCodeLimit({ clock, store });
    expect(await refused(limit)).toBeNull();
    expect(await refused(createCodeLimit({ clock, store }))).toBe(2 * MINUTE);
    await store.archive(clock.now());
    expect(await refused(limit)).toBe(2 * MINUTE);
  });

  it('are asked for no more for an hour when the server says that it was too often', async () => {
    const clock = virtualClock();
    const limit = createCodeLimit({ clock, store });
    expect((await limit.refused()).until).toBe(60 * MINUTE);
    await clock.advance(30 * MINUTE);
    expect(await refused(createCodeLimit({ clock, store }))).toBe(60 * MINUTE);
  });
});
