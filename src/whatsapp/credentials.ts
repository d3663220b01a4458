/** What can be told of serialized credentials without using them. */
import { z } from 'zod';

/** `me` stands from the scan on, `account` when the phone has agreed. */
const stored = z.looseObject({
  me: z.looseObject({ id: z.string() }).optional(),
  account: z.looseObject({}).optional(),
});

/** The linked number, digits only; null when they are of no link. Throws when they are no credentials. */
export function linkedPhone(serialized: string): string | null {
  const { me, account } = stored.parse(JSON.parse(serialized));
  return account ? (/^\d+/.exec(me?.id ?? '')?.[0] ?? null) : null;
}
