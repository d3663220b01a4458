/** What WhatsApp says that the account may do: the reach-out lock and the quota of new chats. */
import type { NewChatMessageCapInfo, WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import type { AccountLimits } from '../queue/ports.ts';
import { answerWithin } from './deadline.ts';

const DEADLINE = 10_000;

/** Asks for both at once; what the server doesn't answer is `null`. Never throws. */
export async function limitsOf(sock: WASocket | null, clock: Clock): Promise<AccountLimits> {
  if (!sock) return { reachOutLock: null, newChats: null };
  const [lock, cap] = await Promise.all([
    answerWithin(clock, DEADLINE, sock.fetchAccountReachoutTimelock()).catch(() => null),
    answerWithin(clock, DEADLINE, sock.fetchNewChatMessageCap()).catch(() => null),
  ]);
  return { reachOutLock: lock && reachOutLock(lock), newChats: cap && newChats(cap) };
}

/** Only `isActive` counts: types that Baileys doesn't know come out as "no restriction". */
export function reachOutLock(lock: {
  isActive?: boolean | undefined;
  timeEnforcementEnds?: Date | undefined;
}): NonNullable<AccountLimits['reachOutLock']> {
  const until = lock.timeEnforcementEnds?.getTime();
  return { active: lock.isActive === true, until: until && Number.isFinite(until) ? until : null };
}

const WARNINGS: Readonly<Record<string, 0 | 1 | 2>> = { FIRST_WARNING: 1, SECOND_WARNING: 2, CAPPED: 2 };

/** A quota of −1 is none. */
export function newChats(cap: NewChatMessageCapInfo): NonNullable<AccountLimits['newChats']> {
  const [total, used] = [Number(cap.total_quota ?? -1), Number(cap.used_quota ?? 0)];
  const end = Number(cap.cycle_end_timestamp ?? 0);
  return {
    total,
    used,
    warning: WARNINGS[String(cap.capping_status)] ?? 0,
    capped: cap.capping_status === 'CAPPED' || (total > 0 && used >= total),
    until: end > 0 ? end * (end < 10_000_000_000 ? 1000 : 1) : null,
  };
}
