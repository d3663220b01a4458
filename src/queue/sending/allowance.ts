/** What the rules allow the campaign that has the turn, now; and what follows for it and its account when they don't. */
import type { Clock } from '../../clock.ts';
import { dayOf } from '../calendar.ts';
import type { Campaign, Waits } from '../campaign.ts';
import type { CampaignStore, Counts, Hold } from '../ports.ts';
import type { AccountDay } from './account-day.ts';
import type { Holds } from './holds.ts';
import { capsAnew, morning } from './opening.ts';
import type { Pacer } from './pacer.ts';
import { type PacingRules, rulesFor, stepsOf, type Verdict } from './pacing.ts';
import type { Ask } from './window.ts';

export type Allowed =
  /** `size` rows may leave. */
  | { go: true; size: number; ask: Ask }
  /** Look again after `wait` milliseconds; with `resting` others go first meanwhile. */
  | { go: false; wait: number; resting: boolean }
  /** A person decides. */
  | { go: false; late: true };

export interface Allowance {
  of(campaign: Campaign, counts: Counts, wanted: number): Promise<Allowed>;
  /** No more numbers may be looked up today. Returns how long until the next look. */
  spent(campaign: Campaign): Promise<number>;
  /** Campaigns that wait are asked about again: the rules may have changed. True when one may go. */
  revisit(campaigns: readonly Campaign[]): Promise<boolean>;
}

/** How often the loop looks while a wait of hours is in force. */
export const LOOK_AGAIN_HELD = 300_000;

export function createAllowance(deps: {
  campaigns: Pick<CampaignStore, 'save'>;
  pacer: Pick<Pacer, 'ask'>;
  holds: Pick<Holds, 'now' | 'set' | 'release'>;
  day: Pick<AccountDay, 'facts'>;
  rules: () => PacingRules;
  moved: (campaign: Campaign) => void;
  clock: Pick<Clock, 'now'>;
}): Allowance {
  const { pacer, holds, day, clock } = deps;

  const untilLook = (until: number) => Math.max(0, Math.min(until - clock.now(), LOOK_AGAIN_HELD));

  async function refused(campaign: Campaign, said: Extract<Verdict, { may: false }>): Promise<Allowed> {
    switch (said.why) {
      case 'pace':
        return { go: false, wait: said.wait, resting: false };
      case 'late':
        return { go: false, late: true };
      case 'daily-cap':
        await holds.set('daily-cap', said.until);
        return { go: false, wait: untilLook(said.until), resting: true };
      case 'quiet-hours':
      case 'closing':
        await rest(campaign, { why: said.why, until: said.until });
        return { go: false, wait: untilLook(said.until), resting: true };
    }
  }

  async function rest(campaign: Campaign, waits: Waits | null) {
    const { why, until } = campaign.waits ?? {};
    if (why === waits?.why && until === waits?.until) return;
    await deps.campaigns.save(campaign.id, { waits });
    deps.moved(campaign);
  }

  return {
    async of(campaign, counts, wanted) {
      const { said, rules, asleep } = await pacer.ask(campaign, counts.queued + counts.sending, wanted);
      if (!said.may) return refused(campaign, said);
      const until = rules.dailyCap === 'off' ? null : overNight(await holds.now(), rules, clock.now());
      if (until !== null) return { go: false, wait: untilLook(until), resting: true };
      await holds.release('daily-cap');
      await rest(campaign, null);
      const { ahead } = stepsOf(rules.pace);
      return { go: true, size: said.count, ask: { ahead, asleep, newChats: said.newChats } };
    },
    async spent(campaign) {
      const rules = rulesFor(deps.rules(), campaign);
      const until = capsAnew(rules, await day.facts(), clock.now());
      await holds.set('daily-cap', until);
      return untilLook(until);
    },
    async revisit(campaigns) {
      for (const campaign of campaigns) {
        if (!campaign.waits) continue;
        const { said } = await pacer.ask(campaign, 1, 1);
        if (!said.may && (said.why === 'quiet-hours' || said.why === 'closing')) continue;
        await rest(campaign, null);
        return true;
      }
      return false;
    },
  };
}

/** Until when whoever waits since the day before does, though its caps count anew from midnight on; else null. */
function overNight(held: readonly Hold[], rules: PacingRules, now: number): number | null {
  const hold = held.find(({ reason }) => reason === 'daily-cap');
  if (!hold || dayOf(hold.since, rules.zone) === dayOf(now, rules.zone)) return null;
  // Not past its morning, whatever the clocks did since.
  const until = Math.min(hold.until ?? now, morning(rules, hold.since));
  return until > now ? until : null;
}
