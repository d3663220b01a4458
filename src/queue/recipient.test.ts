import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAMPAIGN_STATES, CAMPAIGN_TRANSITIONS } from './campaign.ts';
import {
  OPEN_STATES,
  parsePartId,
  partId,
  RECIPIENT_EVENTS,
  RECIPIENT_STATES,
  type RecipientEvent,
  type RecipientState,
  TRANSITIONS,
} from './recipient.ts';

const events = fc.array(fc.constantFrom(...RECIPIENT_EVENTS), { maxLength: 30 });
/** As the store moves it: an event from any other state changes nothing. */
const nextState = (state: RecipientState, event: RecipientEvent): RecipientState =>
  TRANSITIONS[event].from.includes(state) ? TRANSITIONS[event].to : state;
/** How far a message has come. */
const rank = { queued: 0, sending: 0, skipped: 0, failed: 0, accepted: 1, delivered: 2, read: 3 } as const;

describe('a row', () => {
  it('never goes back from what a phone has confirmed', () => {
    fc.assert(
      fc.property(events, (happened) => {
        let state: RecipientState = 'queued';
        for (const event of happened) {
          const next = nextState(state, event);
          expect(rank[next]).toBeGreaterThanOrEqual(rank[state]);
          state = next;
        }
      }),
    );
  });

  it('takes the same event twice as once', () => {
    for (const state of RECIPIENT_STATES)
      for (const event of RECIPIENT_EVENTS) {
        const once = nextState(state, event);
        if (event !== 'requeue' && event !== 'intend') expect(nextState(once, event)).toBe(once);
      }
  });

  it('is sent only from the queue', () => {
    expect(TRANSITIONS.intend).toEqual({ from: ['queued'], to: 'sending' });
    expect(OPEN_STATES).toEqual(['queued', 'sending']);
  });
});

describe('a campaign', () => {
  it('that is over stays over', () => {
    for (const state of ['finished', 'cancelled'] as const)
      for (const { from } of Object.values(CAMPAIGN_TRANSITIONS)) expect(from).not.toContain(state);
  });

  it('moves only between its states', () => {
    for (const { from, to } of Object.values(CAMPAIGN_TRANSITIONS))
      for (const state of [...from, to]) expect(CAMPAIGN_STATES).toContain(state);
  });
});

describe('a wire id', () => {
  it('names its row and its part, and nothing else does', () => {
    const hex = fc.stringMatching(/^[0-9A-F]{16}$/);
    fc.assert(
      fc.property(hex, fc.nat(255), (random, part) => {
        const wireId = `3EB0${random}`;
        expect(parsePartId(partId(wireId, part))).toEqual({ wireId, part });
        expect(partId(wireId, part)).toHaveLength(22);
      }),
    );
    for (const other of ['', '3EB0', 'ABCD0123456789ABCDEF01', '3EB00123456789abcdef01'])
      expect(parsePartId(other)).toBeNull();
  });
});
