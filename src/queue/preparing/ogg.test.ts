import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anOpus } from '../../../test/data/media.ts';
import { readSpeech } from './ogg.ts';

describe('a voice note', () => {
  it.each([1, 4, 61])('of %i seconds plays that long', (seconds) => {
    expect(readSpeech(anOpus(seconds))?.seconds).toBe(seconds);
  });

  it('has 64 bars from 0 to 100, high where it is loud', () => {
    const bars = [...Buffer.from(readSpeech(anOpus(6))?.waveform ?? '', 'base64')];
    expect(bars).toHaveLength(64);
    expect(Math.max(...bars)).toBe(100);
    expect(bars[5]).toBe(10);
    expect(bars[60]).toBe(100);
  });

  it('that was cut plays as far as it goes', () => {
    const whole = anOpus(10);
    expect(readSpeech(whole.subarray(0, whole.length - 100))?.seconds).toBe(9);
    expect(readSpeech(whole.subarray(0, 60))).toBeNull();
  });

  it('is nothing else, whatever the bytes', () => {
    expect(readSpeech(Buffer.from('OggS and nothing behind it that would be a page at all'))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => readSpeech(bytes) === null));
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(255), (at, value) => {
        const bytes = anOpus(3);
        bytes[at % bytes.length] = value;
        readSpeech(bytes);
      }),
    );
  });
});
