/** Names on the wire: whose they are. */
import { jidDecode } from '@whiskeysockets/baileys';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { AuthState } from './auth-state.ts';

/** Us, as the credentials have it: undefined before a link. */
type Me = AuthState['creds']['me'];

/** Not a group, a channel or a status. */
export const isPerson = (jid: string | undefined): boolean => /@(s\.whatsapp\.net|lid)$/.test(jid ?? '');

/** Is this ourselves, by number or LID, whichever device? */
export function isOwn(jid: string | undefined, me: Me): boolean {
  const user = jidDecode(jid)?.user;
  return user !== undefined && (user === jidDecode(me?.id)?.user || user === jidDecode(me?.lid)?.user);
}

/** The own number. */
export const phoneOf = (me: Me): PhoneNumber | null => wireNumber(jidDecode(me?.id)?.user);

/** WhatsApp names numbers as we do: international, digits alone. */
export const wireNumber = (user: string | null | undefined): PhoneNumber | null =>
  user && /^\d+$/.test(user) ? (user as PhoneNumber) : null;

/** The own `…@lid`. */
export function lidOf(me: Me): string | null {
  const user = jidDecode(me?.lid)?.user;
  return user ? `${user}@lid` : null;
}

/** One device of whoever has this LID; 0 is the phone. */
export function deviceJid(lid: string, device: number): string {
  const user = lid.split('@')[0];
  return device === 0 ? `${user}@lid` : `${user}:${device}@lid`;
}
