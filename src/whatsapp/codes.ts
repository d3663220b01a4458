/** What the numbers by which a connection ends mean, and what follows. */
import type { BanReason } from './link.ts';

export type Ending =
  /** 515 after pairing, or whenever the server wants a new connection: no failure. */
  | { is: 'restart' }
  | { is: 'replaced' }
  | { is: 'banned'; untilMs: number | null; why: BanReason | null }
  | { is: 'logged-out'; why: 'by-phone' | 'while-away' | 'locked' | 'banned' | 'unknown'; code: number }
  | { is: 'outdated' }
  /** Everything that a new connection may cure. 500 is what Baileys says for any error it doesn't know. */
  | { is: 'lost'; code: number | null };

/** Of a failure 402 (`TempBanReason` in whatsmeow's `events.go`). */
const BANS: ReadonlyMap<string, BanReason> = new Map([
  ['101', 'strangers'],
  ['102', 'blocked'],
  ['103', 'groups'],
  ['104', 'same-text'],
  ['106', 'broadcast'],
]);

/**
 * `code` as Baileys reports it (stream:error, failure reason, or its own), `data` the attributes of the
 * failure. Sources: `DisconnectReason`, and whatsmeow's `events.go` for 402, 405, 406 and 409.
 */
export function endingOf(code: number | null, data: Readonly<Record<string, unknown>>, now: number): Ending {
  switch (code) {
    case 515:
      return { is: 'restart' };
    case 440:
      return { is: 'replaced' };
    case 402: {
      const seconds = Number(data.expire);
      const untilMs = Number.isFinite(seconds) && seconds > 0 ? now + seconds * 1000 : null;
      return { is: 'banned', untilMs, why: BANS.get(String(data.code)) ?? null };
    }
    case 401:
      // A refused login carries its reason; whoever was online is told that its device was removed.
      return { is: 'logged-out', why: 'reason' in data ? 'while-away' : 'by-phone', code };
    case 403:
      return { is: 'logged-out', why: 'locked', code };
    case 406:
      return { is: 'logged-out', why: 'banned', code };
    case 409:
    case 411:
      return { is: 'logged-out', why: 'unknown', code };
    case 405:
      return { is: 'outdated' };
    default:
      return { is: 'lost', code };
  }
}
