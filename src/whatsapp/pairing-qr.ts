/** What the picture of a QR says: `https://wa.me/settings/linked_devices#ref,noise,identity,secret,platform`. */
import { randomBytes } from 'node:crypto';

const SECRET = 3;

/** The same code over another secret; a text of another form stays as it is. */
export function withSecret(text: string, secret: string): string {
  const at = text.indexOf('#') + 1;
  const parts = text.slice(at).split(',');
  if (parts.length <= SECRET) return text;
  return text.slice(0, at) + parts.with(SECRET, secret).join(',');
}

/** 32 random bytes, as the credentials hold them. */
export const newSecret = (): string => randomBytes(32).toString('base64');
