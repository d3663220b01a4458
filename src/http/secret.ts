import { createHash, timingSafeEqual } from 'node:crypto';

/** Takes the same time whatever is wrong with `given`, its length included. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
