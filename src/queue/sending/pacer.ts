/** Asks `pacing.ts` with all that the store knows, and remembers when the next message is due. */
import type { Clock, Dice } from '../../clock.ts';
import type { Campaign } from '../campaign.ts';
import type { Counts, RecipientStore } from '../ports.ts';
import type { Waiting } from '../waiting.ts';
import type { AccountDay } from './account-day.ts';
import { dailyCap, KNOWN_FOR } from './caps.ts';
import { hasQuiet, quietUntil } from './hours.ts';
import { gap, nextDue, type PacingRules, rulesFor, type Verdict, verdict } from './pacing.ts';

export interface Pacer {
  /** May some of the `left` people of this campaign who wait leave now? At most `wanted` go together. */
  ask(campaign: Campaign, left: number, wanted: number): Promise<Said>;
  /** Some of this campaign left: when is the next one due? */
  left(campaign: Campaign, counts: Counts): void;
}

export interface Said {
  readonly said: Verdict;
  /** Those of the campaign, by which it was said. */
  readonly rules: PacingRules;
  /** What the numbers begin with of whom nobody writes to now. */
  readonly asleep: readonly string[];
}

export function createPacer(deps: {
  recipients: Pick<RecipientStore, 'claim' | 'known'>;
  day: Pick<AccountDay, 'facts'>;
  waiting: Pick<Waiting, 'heads'>;
  rules: () => PacingRules;
  /** What the pace of a campaign is divided by. */
  slower: (campaign: Campaign) => number;
  clock: Clock;
  dice: Dice;
}): Pacer {
  const { clock } = deps;
  /** When the next message may leave, by the monotonic clock. */
  let due = Number.NEGATIVE_INFINITY;

  async function nextIsKnown(campaign: Campaign, asleep: readonly string[]): Promise<boolean> {
    const [next] = await deps.recipients.claim(campaign.id, 1, clock.now(), { asleep });
    return next ? (await deps.recipients.known([next.id], clock.now() - KNOWN_FOR)).has(next.id) : false;
  }

  async function ask(campaign: Campaign, left: number, wanted: number): Promise<Said> {
    const now = clock.now();
    const rules = rulesFor(deps.rules(), campaign);
    const known = { ...(await deps.day.facts()), slower: deps.slower(campaign) };
    const heads = hasQuiet(rules) ? await deps.waiting.heads(campaign.id) : [];
    const asleep = heads
      .filter(({ country }) => quietUntil(country, clock.now(), rules) !== null)
      .map(({ digits }) => digits);
    const cap = dailyCap(rules, known, now);
    const full = cap !== null && known.newChatsToday >= cap;
    const said = verdict(
      {
        wanted,
        countries: heads.map(({ country }) => country),
        left,
        nextIsKnown: full && (await nextIsKnown(campaign, asleep)),
        dueIn: due - clock.monotonic(),
      },
      rules,
      known,
      now,
    );
    return { said, rules, asleep };
  }

  return {
    ask,
    left(campaign, counts) {
      const rules = rulesFor(deps.rules(), campaign);
      const slower = deps.slower(campaign);
      const wait = gap(rules, { slower }, counts.queued + counts.sending, clock.now(), deps.dice.next());
      due = nextDue(due, wait, clock.monotonic());
    },
  };
}
