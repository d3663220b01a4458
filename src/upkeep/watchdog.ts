/**
 * A connection that answers keep-alives and brings nothing else. Baileys can get stuck like that for hours, and
 * only a new process helps (Baileys#2491): first a new connection is tried, then the process ends.
 */

export interface Watch {
  /** Since when something is expected and nothing came, by the monotonic clock; null: all is well. */
  readonly since: number | null;
  /** When something was expected last. */
  readonly expectedAt: number;
  /** When a new connection was made because of it. */
  readonly refreshedAt: number | null;
}

export const CALM: Watch = { since: null, expectedAt: Number.NEGATIVE_INFINITY, refreshedAt: null };

export interface WatchFacts {
  /** Monotonic, as all times here. */
  readonly now: number;
  /** `trying`: on its way to be online; `out`: not linked, taken over, asleep. */
  readonly link: 'online' | 'trying' | 'out';
  /** An ack is awaited, or WhatsApp left a question open. */
  readonly expecting: boolean;
  /** The last ack, receipt or message. */
  readonly inboundAt: number;
}

/** Longer than the wait for an ack, after which a message goes out once more. */
const SILENCE = 80_000;
/** What a new connection has to bring something in. Together they stay below three minutes. */
const SECOND_CHANCE = 45_000;

/** Between two tries of a message nothing is expected for a moment. */
const BETWEEN_TRIES = 15_000;

/** How often to look. */
export const WATCH_EVERY = 5_000;

/** What is known after this look, and what to do about it. */
export function nextWatch(
  before: Watch,
  { now, link, expecting, inboundAt }: WatchFacts,
): { watch: Watch; act: 'refresh' | 'restart' | null } {
  const expectedAt = expecting ? now : before.expectedAt;
  const { refreshedAt } = before;
  if (refreshedAt !== null) {
    if (inboundAt > refreshedAt) return { watch: CALM, act: null };
    if (now - refreshedAt < SECOND_CHANCE) return { watch: { ...before, expectedAt }, act: null };
    // A stuck login is silence, too. A link that works and waits for nothing is not.
    const stuck = link === 'trying' || (link === 'online' && expectedAt > refreshedAt);
    return { watch: CALM, act: stuck ? 'restart' : null };
  }
  // A connection that is lost has its own way back.
  if (link !== 'online' || now - expectedAt > BETWEEN_TRIES) return { watch: CALM, act: null };
  const since = Math.max(before.since ?? now, inboundAt);
  return expecting && now - since >= SILENCE
    ? { watch: { since, expectedAt, refreshedAt: now }, act: 'refresh' }
    : { watch: { since, expectedAt, refreshedAt: null }, act: null };
}
