/**
 * One row of a campaign: one person's message, from the list to the phone. The table below is the truth
 * for the store's `WHERE state IN (…)` and for the manual.
 */
export const RECIPIENT_STATES = [
  'queued',
  'sending',
  'accepted',
  'delivered',
  'read',
  'failed',
  'skipped',
] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/**
 * Why a row was not written to. `joined`: its values stand in the message of an earlier row of the same number.
 * `incomplete`: it lacks what the text needs, `long`: its own text is more than phones show, and the operator left
 * such rows out. `unverified`: it waits for an operator's word, since its person seems to have said no, or may be
 * somebody else by now.
 */
export const SKIP_REASONS = [
  'invalid',
  'duplicate',
  'opted-out',
  'joined',
  'incomplete',
  'long',
  'not-on-whatsapp',
  'unverified',
  'cancelled',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Those of before the sending: they are counted apart, as *fuera*. */
export const OUT_REASONS = ['invalid', 'duplicate', 'opted-out', 'joined', 'incomplete', 'long'] as const;
export type OutReason = (typeof OUT_REASONS)[number];

/** What can happen to a row. */
export const RECIPIENT_EVENTS = [
  'intend',
  'requeue',
  'ack',
  'delivered',
  'read',
  'fail',
  'skip',
  'release',
] as const;
export type RecipientEvent = (typeof RECIPIENT_EVENTS)[number];

/**
 * From which states an event moves a row, and where to. Receipts come late, twice and out of order, also
 * for a row that was given up or queued again: they move it forward, never back.
 */
export const TRANSITIONS: Readonly<
  Record<RecipientEvent, { from: readonly RecipientState[]; to: RecipientState }>
> = {
  intend: { from: ['queued'], to: 'sending' },
  requeue: { from: ['sending'], to: 'queued' },
  ack: { from: ['queued', 'sending', 'failed', 'skipped'], to: 'accepted' },
  delivered: { from: ['queued', 'sending', 'accepted', 'failed', 'skipped'], to: 'delivered' },
  read: { from: ['queued', 'sending', 'accepted', 'delivered', 'failed', 'skipped'], to: 'read' },
  fail: { from: ['queued', 'sending'], to: 'failed' },
  skip: { from: ['queued', 'sending'], to: 'skipped' },
  // Of what waited for an operator's word (`unverified`), and of nothing else.
  release: { from: ['skipped'], to: 'queued' },
};

/** A campaign with no row in one of these is finished. */
export const OPEN_STATES: readonly RecipientState[] = ['queued', 'sending'];

/** The wire id of a row, of 16 hexadecimal digits that no other row of the account has. */
export const rowId = (digits: string): string => `3EB0${digits}`;

/**
 * The wire id of a part: `3EB0`, 16 random hexadecimal digits and two of the part number. The first 20
 * characters stand in the row (`wireId`) and are unique per account.
 */
export function partId(wireId: string, part: number): string {
  return wireId + part.toString(16).toUpperCase().padStart(2, '0');
}

/** The row and the part that a wire id names, or `null` when it is none of ours. */
export function parsePartId(id: string): { wireId: string; part: number } | null {
  const match = /^(3EB0[0-9A-F]{16})([0-9A-F]{2})$/.exec(id);
  if (!match?.[1] || !match[2]) return null;
  return { wireId: match[1], part: Number.parseInt(match[2], 16) };
}

/** What became of a message. */
export type Outcome = { is: 'accepted' } | { is: 'failed'; reason: string };

/** What became of a message that somebody waits for; `null` while it is on its way. */
export function outcomeOf(row: {
  readonly state: RecipientState;
  readonly reason: string | null;
}): Outcome | null {
  switch (row.state) {
    case 'queued':
    case 'sending':
      return null;
    case 'accepted':
    case 'delivered':
    case 'read':
      return { is: 'accepted' };
    case 'failed':
    case 'skipped':
      return { is: 'failed', reason: row.reason ?? 'server' };
  }
}
