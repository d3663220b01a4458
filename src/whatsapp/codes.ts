/** What the numbers by which a connection ends mean, and what follows. */

export type Ending =
  /** 515 after pairing: part of linking, no failure. */
  | { is: 'restart' }
  | { is: 'replaced' }
  | { is: 'banned'; untilMs: number | null }
  | { is: 'logged-out'; why: 'by-phone' | 'by-us' | 'locked' | 'banned' | 'unknown'; code: number }
  | { is: 'outdated' }
  /** Everything that a new connection may cure. 500 is what Baileys says for any error it doesn't know. */
  | { is: 'lost'; code: number | null };

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
      return { is: 'banned', untilMs: Number.isFinite(seconds) && seconds > 0 ? now + seconds * 1000 : null };
    }
    case 401:
      return { is: 'logged-out', why: 'by-phone', code };
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
