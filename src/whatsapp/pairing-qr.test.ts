import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSecret, withSecret } from './pairing-qr.ts';

const CODE = 'https://wa.me/settings/linked_devices#2@ref/+=,noise=,identity=,secret=,1';

describe('what a QR says', () => {
  it('gets another secret, and stays the same otherwise', () => {
    expect(withSecret(CODE, 'other=')).toBe(
      'https://wa.me/settings/linked_devices#2@ref/+=,noise=,identity=,other=,1',
    );
    expect(withSecret('ref,noise,identity,secret,1', 'other')).toBe('ref,noise,identity,other,1');
    fc.assert(
      fc.property(fc.base64String(), (secret) => withSecret(withSecret(CODE, secret), 'secret=') === CODE),
    );
  });

  it('stays as it is when it has another form', () => {
    expect(withSecret('ABCDEFGH', 'other')).toBe('ABCDEFGH');
  });

  it('has a secret of 32 bytes, never the same twice', () => {
    expect(Buffer.from(newSecret(), 'base64')).toHaveLength(32);
    expect(newSecret()).not.toBe(newSecret());
  });
});
