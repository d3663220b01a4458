/** What the rules allow the campaign that has the turn, now: facts from the store, asked of `pacing.ts`. */
import type { Clock, Dice } from '../../clock.ts';
import { dayOf } from '../calendar.ts';
import type { AccountId, Campaign } from '../campaign.ts';
import type { AccountStore, CampaignStore, Counts, RecipientStore, SendingDay } from '../ports.ts';
import type { Waiting, WaitingHead } from '../waiting.ts';
import { countingDay } from './counting.ts';
import type { Holds } from './holds.ts';
import { hasQuiet, quietUntil } from './hours.ts';
import {
  capsAnew,
  dailyCap,
  factsOf,
  gap,
  KNOWN_FOR,
  lookUpsLeft,
  morning,
  nextDue,
  type PacingRules,
  rulesFor,
  stepsOf,
  type Verdict,
  verdict,
} from './pacing.ts';
import type { Ask } from './window.ts';

export type Allowed =
  /** `size` rows may leave. */
  | { go: true; size: number; ask: Ask }
  /** Look again after `wait` milliseconds; with `resting` others go first meanwhile. */
  | { go: false; wait: number; resting: boolean }
  /** A person decides. */
  | { go: false; late: true };

export interface Allowance {
  /** To be called at every look: when the business's zone was changed, the day goes on from that moment. */
  followZone(): Promise<void>;
  of(campaign: Campaign, counts: Counts, wanted: number): Promise<Allowed>;
  /** Some of this campaign left: when is the next one due? */
  left(campaign: Campaign, counts: Counts): void;
  /** No more numbers may be looked up today. */
  spent(campaign: Campaign): Promise<number>;
  /** Numbers that may still be looked up today; null: no bound. */
  lookUpsLeft(): Promise<number | null>;
  /** Campaigns that wait are asked about again: the rules may have changed. True when one may go. */
  revisit(campaigns: readonly Campaign[]): Promise<boolean>;
  /** The day that messages leaving now are counted on. */
  day(): Promise<SendingDay>;
}

/** How often the loop looks while a wait of hours is in force. */
export const LOOK_AGAIN_HELD = 300_000;

export function createAllowance(deps: {
  account: AccountId;
  accounts: Pick<AccountStore, 'get' | 'sentToday' | 'save'>;
  campaigns: Pick<CampaignStore, 'save'>;
  recipients: Pick<RecipientStore, 'claim' | 'known'>;
  holds: Pick<Holds, 'now' | 'set' | 'release'>;
  waiting: Waiting;
  rules: () => PacingRules;
  /** What the pace of a campaign is divided by. */
  slower: (campaign: Campaign) => number;
  moved: (campaign: Campaign) => void;
  clock: Clock;
  dice: Dice;
}): Allowance {
  const { clock } = deps;
  /** When the next message may leave, by the monotonic clock. */
  let due = Number.NEGATIVE_INFINITY;

  /** The zone by which the store counts. */
  let noted: string | null = null;

  const facts = (rules: PacingRules) => factsOf(deps.account, deps.accounts, rules, clock.now());

  const asleepOf = (heads: readonly WaitingHead[], rules: PacingRules): string[] =>
    heads
      .filter(({ country }) => quietUntil(country, clock.now(), rules) !== null)
      .map(({ digits }) => digits);

  async function nextIsKnown(campaign: Campaign, asleep: readonly string[]): Promise<boolean> {
    const [next] = await deps.recipients.claim(campaign.id, 1, clock.now(), { asleep });
    return next ? (await deps.recipients.known([next.id], clock.now() - KNOWN_FOR)).has(next.id) : false;
  }

  /** All that the verdict needs, and the verdict. */
  async function ask(campaign: Campaign, left: number, wanted: number) {
    const now = clock.now();
    const rules = rulesFor(deps.rules(), campaign);
    const known = { ...(await facts(rules)), slower: deps.slower(campaign) };
    const heads = hasQuiet(rules) ? await deps.waiting.heads(campaign.id) : [];
    const asleep = asleepOf(heads, rules);
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

  async function refused(campaign: Campaign, said: Extract<Verdict, { may: false }>): Promise<Allowed> {
    switch (said.why) {
      case 'pace':
        return { go: false, wait: said.wait, resting: false };
      case 'late':
        return { go: false, late: true };
      case 'daily-cap':
        await deps.holds.set('daily-cap', said.until);
        return { go: false, wait: untilLook(said.until), resting: true };
      case 'quiet-hours':
      case 'closing': {
        const { why, until } = said;
        if (campaign.waits?.why !== why || campaign.waits.until !== until) {
          await deps.campaigns.save(campaign.id, { waits: { why, until } });
          deps.moved(campaign);
        }
        return { go: false, wait: untilLook(until), resting: true };
      }
    }
  }

  /** Until when whoever waits since the day before does, though its caps count anew from midnight on; else null. */
  async function overNight(rules: PacingRules): Promise<number | null> {
    if (rules.dailyCap === 'off') return null;
    const now = clock.now();
    const hold = (await deps.holds.now()).find(({ reason }) => reason === 'daily-cap');
    if (!hold || dayOf(hold.since, rules.zone) === dayOf(now, rules.zone)) return null;
    // Not past its morning, whatever the clocks did since.
    const rest = Math.min(hold.until ?? now, morning(rules, hold.since));
    return rest > now ? rest : null;
  }

  const untilLook = (until: number) => Math.max(0, Math.min(until - clock.now(), LOOK_AGAIN_HELD));

  async function goOn(campaign: Campaign) {
    if (!campaign.waits) return;
    await deps.campaigns.save(campaign.id, { waits: null });
    deps.moved(campaign);
  }

  return {
    async followZone() {
      const { zone } = deps.rules();
      if (zone === noted) return;
      const kept = (await deps.accounts.get(deps.account))?.countingDay ?? null;
      if (kept?.zone !== zone)
        await deps.accounts.save(deps.account, { countingDay: countingDay(kept, zone, clock.now()) });
      noted = zone;
    },
    async of(campaign, counts, wanted) {
      const { said, rules, asleep } = await ask(campaign, counts.queued + counts.sending, wanted);
      if (!said.may) return refused(campaign, said);
      const rest = await overNight(rules);
      if (rest !== null) return { go: false, wait: untilLook(rest), resting: true };
      await deps.holds.release('daily-cap');
      await goOn(campaign);
      const { ahead } = stepsOf(rules.pace);
      return { go: true, size: said.count, ask: { ahead, asleep, newChats: said.newChats } };
    },
    left(campaign, counts) {
      const rules = rulesFor(deps.rules(), campaign);
      const slower = deps.slower(campaign);
      const wait = gap(rules, { slower }, counts.queued + counts.sending, clock.now(), deps.dice.next());
      due = nextDue(due, wait, clock.monotonic());
    },
    async spent(campaign) {
      const rules = rulesFor(deps.rules(), campaign);
      const until = capsAnew(rules, await facts(rules), clock.now());
      await deps.holds.set('daily-cap', until);
      return untilLook(until);
    },
    async lookUpsLeft() {
      const rules = deps.rules();
      return lookUpsLeft(rules, await facts(rules), clock.now());
    },
    async revisit(campaigns) {
      for (const campaign of campaigns) {
        if (!campaign.waits) continue;
        const { said } = await ask(campaign, 1, 1);
        if (!said.may && (said.why === 'quiet-hours' || said.why === 'closing')) continue;
        await goOn(campaign);
        return true;
      }
      return false;
    },
    async day() {
      const now = clock.now();
      const rules = deps.rules();
      const known = await facts(rules);
      const { day, since } = known.day;
      return { day, since, knownSince: now - KNOWN_FOR, cap: dailyCap(rules, known, now) };
    },
  };
}
