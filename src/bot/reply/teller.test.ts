import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTelling, type Pace } from './teller.ts';

/** Plays answers that come at these moments; returns when messages left, and how many answers each told. */
function play(moments: readonly number[]): { at: number; answers: number }[] {
  const sent: { at: number; answers: number }[] = [];
  let pace: Pace = { singles: [], bundledAt: Number.NEGATIVE_INFINITY };
  let waiting = 0;
  const end = Math.max(0, ...moments) + 300_000;
  const left = moments.toSorted((a, b) => a - b);
  for (let now = 0; now <= end; now += 500) {
    while ((left[0] ?? Number.POSITIVE_INFINITY) <= now) {
      left.shift();
      waiting += 1;
    }
    while (waiting > 0) {
      const how = nextTelling(pace, now, waiting);
      if (how === 'wait') break;
      const answers = how === 'many' ? waiting : 1;
      sent.push({ at: now, answers });
      pace = how === 'many' ? { ...pace, bundledAt: now } : { ...pace, singles: [...pace.singles, now] };
      waiting -= answers;
    }
  }
  return sent;
}

const moments = fc.array(fc.nat(180_000), { maxLength: 300 });

it('every answer is told, once', () => {
  fc.assert(
    fc.property(moments, (all) => {
      expect(play(all).reduce((sum, { answers }) => sum + answers, 0)).toBe(all.length);
    }),
  );
});

it('a flood never makes more than a dozen messages a minute', () => {
  fc.assert(
    fc.property(moments, (all) => {
      const sent = play(all);
      for (const { at } of sent)
        expect(sent.filter((one) => one.at > at - 60_000 && one.at <= at).length).toBeLessThanOrEqual(12);
    }),
  );
});

it('a few are told one by one, at once', () => {
  expect(play([1_000, 2_000, 3_000])).toEqual([1_000, 2_000, 3_000].map((at) => ({ at, answers: 1 })));
});
