import { describe, expect, it } from 'vitest';
import type { MediaFile } from '../../queue/content.ts';
import { groupsOf, shownAs } from './media.ts';

const aFile = (kind: MediaFile['kind'], patch: Partial<MediaFile> = {}): MediaFile => ({
  ...{ kind, name: kind, sha256: kind, mime: 'x/y', bytes: 1, width: 300, height: 200 },
  ...patch,
});

describe('the files above a preview', () => {
  it('stand together where they will on phones', () => {
    const files = [
      aFile('image'),
      aFile('video'),
      aFile('document'),
      aFile('document'),
      aFile('image'),
      aFile('voice'),
    ];
    expect(groupsOf(files).map((group) => group.map(({ kind }) => kind))).toEqual([
      ['image', 'video'],
      ['document'],
      ['document'],
      ['image'],
      ['voice'],
    ]);
  });

  it('are plain files where Telegram takes them for no photo', () => {
    expect(shownAs(aFile('image'))).toBe('photo');
    expect(shownAs(aFile('image', { width: 4096, height: 100 }))).toBe('document');
    expect(shownAs(aFile('image', { bytes: 11_000_000 }))).toBe('document');
    expect(shownAs(aFile('voice'))).toBe('voice');
  });
});
