import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SealBroken, seal, unseal } from './sealed.ts';

const PASSPHRASE = 'correct horse';
const CHEAP = 4;

async function* stream(...parts: Uint8Array[]) {
  yield* parts;
}
const all = async (input: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(input));
const sealed = async (plain: Uint8Array) => all(seal(stream(plain), PASSPHRASE, CHEAP));
const trouble = async (bytes: Uint8Array, passphrase = PASSPHRASE) => {
  const error = await all(unseal(stream(bytes), passphrase)).then(
    () => null,
    (failure: unknown) => failure,
  );
  return error instanceof SealBroken ? error.trouble : error;
};

describe('a sealed stream', () => {
  it.each([0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 300_000])(
    'of %d bytes opens as it was',
    async (size) => {
      const plain = Buffer.alloc(size, 'abc');
      const bytes = await sealed(plain);
      // However it comes.
      const halves = stream(bytes.subarray(0, 20), bytes.subarray(20, 70_000), bytes.subarray(70_000));
      expect((await all(unseal(halves, PASSPHRASE))).equals(plain)).toBe(true);
    },
  );

  it('is another one each time, and shows nothing', async () => {
    const plain = Buffer.from('595981123456'.repeat(50));
    const [one, two] = [await sealed(plain), await sealed(plain)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('595981123456')).toBe(false);
  });

  it('refuses another passphrase, another file and a newer version by their names', async () => {
    const bytes = await sealed(Buffer.from('hola'));
    expect(await trouble(bytes, 'correct horsf')).toBe('passphrase');
    expect(await trouble(Buffer.from('PK\u0003\u0004 a zip'))).toBe('not-ours');
    expect(await trouble(Buffer.alloc(0))).toBe('not-ours');
    const newer = Buffer.from(bytes);
    newer[15] = 2;
    expect(await trouble(newer)).toBe('newer');
  });

  it('costs a guess 64 MB and some time, unless it is told otherwise', async () => {
    expect([...(await all(seal(stream(), PASSPHRASE))).subarray(16, 19)]).toEqual([16, 8, 2]);
  });

  it('does not let a forged header ask for all memory', async () => {
    const greedy = await sealed(Buffer.from('hola'));
    greedy[16] = 40;
    expect(await trouble(greedy)).toBe('damaged');
  });

  it('tells wherever it was cut, changed, or its pieces were swapped', async () => {
    const plain = Buffer.alloc(200_000, 'xyz');
    const bytes = await sealed(plain);
    const [header, piece] = [bytes.length - 4 * 16 - plain.length, 64 * 1024 + 16];
    const at = (nth: number) => header + nth * piece;
    const swapped = Buffer.concat([
      bytes.subarray(0, at(1)),
      bytes.subarray(at(2), at(3)),
      bytes.subarray(at(1), at(2)),
      bytes.subarray(at(3)),
    ]);
    expect(await trouble(swapped)).toBe('damaged');
    expect(await trouble(Buffer.concat([bytes.subarray(0, at(1)), bytes.subarray(at(2))]))).toBe('damaged');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: header, max: bytes.length - 1 }), async (place) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ 1;
        expect(['passphrase', 'damaged']).toContain(await trouble(changed));
        expect(['passphrase', 'damaged']).toContain(await trouble(bytes.subarray(0, place)));
      }),
      { numRuns: 60 },
    );
    // On the border of two pieces nothing but the mark of the last one is missing.
    expect(await trouble(bytes.subarray(0, at(2)))).toBe('damaged');
    expect(await trouble(Buffer.concat([bytes, Buffer.from('x')]))).toBe('damaged');
  });
});
