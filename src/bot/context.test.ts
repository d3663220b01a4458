import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from './context.ts';

describe('a name as people choose it', () => {
  it('is one line that reads one way, and stays what it was otherwise', () => {
    expect(plainName(' Ana\nadministra\u202e ')).toBe('Ana administra');
    expect(plainName('José 🌻 Peña')).toBe('José 🌻 Peña');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const plain = plainName(name);
        expect(plain).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(plain.length).toBeLessThanOrEqual(64);
        expect(plainName(plain)).toBe(plain);
      }),
    );
  });
});
