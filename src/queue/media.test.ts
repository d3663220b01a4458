import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediaPath, storeMedia } from './media.ts';

describe('a file', () => {
  it('that two operators send at once is stored whole, with nothing beside it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'media-'));
    const bytes = Buffer.alloc(500_000, 7);
    await Promise.all(Array.from({ length: 5 }, () => storeMedia(dir, bytes, 'same', Date.now())));
    expect(readdirSync(dir)).toEqual(['same']);
    expect(readFileSync(mediaPath(dir, 'same')).equals(bytes)).toBe(true);
    rmSync(dir, { recursive: true });
  });

  it('is stored once under its hash', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'media-'));
    const bytes = Buffer.from('hola');
    const hash = createHash('sha256').update(bytes).digest('hex');
    await storeMedia(dir, bytes, hash, Date.now());
    await storeMedia(dir, bytes, hash, Date.now());
    expect(readdirSync(dir)).toEqual([hash]);
    expect(readFileSync(mediaPath(dir, hash)).equals(bytes)).toBe(true);
    rmSync(dir, { recursive: true });
  });
});
