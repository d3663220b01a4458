import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFilm } from '../../../test/data/media.ts';
import { readFilm } from './mp4.ts';

describe('a film', () => {
  it('tells how long and how large it is', () => {
    const film = readFilm(aFilm({ seconds: 7, width: 1280, height: 720 }));
    expect(film).toEqual({ video: true, audio: false, seconds: 7, width: 1280, height: 720 });
  });

  it('that was filmed upright is upright', () => {
    const film = readFilm(aFilm({ turned: true, width: 1280, height: 720 }));
    expect(film).toMatchObject({ width: 720, height: 1280 });
  });

  it('with nothing to see is sound', () => {
    expect(readFilm(aFilm({ handler: 'soun' }))).toMatchObject({ video: false, audio: true });
  });

  it('that lacks its index or its end is none', () => {
    const whole = aFilm();
    for (let end = 0; end < whole.length; end += 1) expect(readFilm(whole.subarray(0, end))).toBeNull();
  });

  it('is read without harm, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, value) => {
        const bytes = aFilm();
        bytes[at % bytes.length] = value;
        readFilm(bytes);
      }),
    );
  });
});
