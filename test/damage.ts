/** What bad disks and broken programs do to files. */
import fc from 'fast-check';

/** One damage to a file: bytes changed, put in, taken out, doubled, or the rest of it missing. */
export const damage = fc.record({
  how: fc.constantFrom('change', 'insert', 'remove', 'repeat', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
});

type Damage = typeof damage extends fc.Arbitrary<infer One> ? One : never;

export function damaged(bytes: Uint8Array, how: readonly Damage[]): Buffer {
  let out = Buffer.from(bytes);
  for (const one of how) {
    const at = Math.floor(one.at * out.length);
    const [before, after] = [out.subarray(0, at), out.subarray(at)];
    const length = one.bytes.length;
    if (one.how === 'change') out = Buffer.concat([before, one.bytes, after.subarray(length)]);
    if (one.how === 'insert') out = Buffer.concat([before, one.bytes, after]);
    if (one.how === 'remove') out = Buffer.concat([before, after.subarray(length)]);
    if (one.how === 'repeat') out = Buffer.concat([out, after.subarray(0, 2_000)]);
    if (one.how === 'cut') out = Buffer.from(before);
  }
  return out;
}
