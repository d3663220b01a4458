/** What Telegram opens the panel with: who it is, signed with the bot's token. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sameSecret } from '../secret.ts';

export interface Opener {
  readonly id: number;
  readonly name: string;
  /** As their Telegram is set. */
  readonly language: string | null;
}

export type Launch =
  | { readonly ok: true; readonly opener: Opener }
  /** `old`: it was signed right, but may be a copy of long ago. */
  | { readonly ok: false; readonly why: 'forged' | 'old' };

/** Launch data are exchanged once, right after the panel was opened. */
const MOST_AGE = 15 * 60_000;
/** A clock may be ahead a little. */
const MOST_AHEAD = 60_000;

const user = z.object({
  id: z.number().int().positive(),
  first_name: z.string().default(''),
  language_code: z.string().optional(),
});

/**
 * Checks `initData` as Telegram.WebApp gives it: HMAC-SHA256 over all fields but `hash`, sorted, one a line, with the
 * key HMAC-SHA256("WebAppData", token) (core.telegram.org/bots/webapps, *Validating data*). `signature` is one of the
 * fields. A field that comes twice could be read in two ways, so it is refused.
 */
export function checkLaunch(initData: string, token: string, now: number): Launch {
  const fields = [...new URLSearchParams(initData)];
  const given = new Map(fields);
  if (given.size !== fields.length) return { ok: false, why: 'forged' };
  const told = fields
    .filter(([name]) => name !== 'hash')
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  const hash = createHmac('sha256', key).update(told).digest('hex');
  if (!sameSecret(given.get('hash') ?? '', hash)) return { ok: false, why: 'forged' };
  const age = now - Number(given.get('auth_date')) * 1000;
  if (!(age <= MOST_AGE && age >= -MOST_AHEAD)) return { ok: false, why: 'old' };
  const parsed = user.safeParse(jsonOf(given.get('user') ?? ''));
  if (!parsed.success) return { ok: false, why: 'forged' };
  const { id, first_name: name, language_code: language } = parsed.data;
  return { ok: true, opener: { id, name, language: language ?? null } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
