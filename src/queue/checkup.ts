/** What there is to know of the health of an account and of its campaigns, from rows and noted signs. */
import type { Clock } from '../clock.ts';
import { dayOf } from './calendar.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type {
  AccountStore,
  CampaignStore,
  Counts,
  NewChatQuota,
  PeopleStore,
  RecipientStore,
} from './ports.ts';
import {
  examine,
  FIRST,
  type Finding,
  type HealthFacts,
  type HealthLimits,
  scoreOf,
} from './sending/health.ts';
import { RESTRICTS } from './sending/holds.ts';

export { type Finding, HEALTH_LIMITS, type HealthReason } from './sending/health.ts';

/** How the account is, of 100, and why. */
export interface Health {
  readonly score: number;
  readonly findings: readonly Finding[];
  /** Messages that WhatsApp refused in the last days, by the code of its answer; the most frequent first. */
  readonly refusals: readonly Refusals[];
  /** What WhatsApp last said about new chats. */
  readonly quota: NewChatQuota | null;
}

export interface Refusals {
  readonly code: number;
  readonly times: number;
}

export interface Checkup {
  /** What is wrong with a campaign: by its counts at each call, by all else once a minute. */
  ofCampaign(campaign: Campaign, counts: Counts): Promise<readonly Finding[]>;
  ofAccount(): Promise<Health>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Campaigns of so many days tell how the account is. */
const LOOK_BACK = 7 * DAY;
const MOST_CAMPAIGNS = 50;

export function createCheckup(deps: {
  account: AccountId;
  campaigns: Pick<CampaignStore, 'list'>;
  recipients: Pick<RecipientStore, 'counts' | 'page'>;
  people: Pick<PeopleStore, 'answered'>;
  accounts: Pick<AccountStore, 'get' | 'holds' | 'signals'>;
  limits: () => HealthLimits;
  zone: () => string;
  clock: Clock;
}): Checkup {
  const { account, clock } = deps;
  /** What takes a look at rows and signs: of the campaign that was asked about last. */
  let seen: { id: CampaignId; at: number; facts: Looked } | null = null;

  const since = () => dayOf(clock.now() - LOOK_BACK, deps.zone());

  async function own() {
    const found = await deps.accounts.get(account);
    const held = await deps.accounts.holds(account, clock.now());
    return {
      quota: found?.quota ?? null,
      restricted: held.some(({ reason }) => RESTRICTS.includes(reason)),
    };
  }

  async function firstOf(id: CampaignId): Promise<HealthFacts['first']> {
    const rows = await deps.recipients.page(id, {
      after: -1,
      limit: FIRST,
      states: ['accepted', 'delivered', 'read'],
    });
    if (rows.length < FIRST) return null;
    const last = Math.max(...rows.map(({ acceptedAt, deliveredAt }) => acceptedAt ?? deliveredAt ?? 0));
    if (clock.now() - last < HOUR) return null;
    const delivered = rows.filter(({ state }) => state !== 'accepted').length;
    const { replies } = await deps.people.answered(account, { campaignId: id });
    return { people: rows.length, delivered, answers: replies };
  }

  async function look(campaign: Campaign): Promise<Looked> {
    const signs = await deps.accounts.signals(account, { since: since(), campaign: campaign.id });
    return { askedAgain: signs['asked-again'] ?? 0, first: await firstOf(campaign.id), ...(await own()) };
  }

  return {
    async ofCampaign(campaign, counts) {
      const at = clock.monotonic();
      if (seen?.id !== campaign.id || at - seen.at >= MINUTE)
        seen = { id: campaign.id, at, facts: await look(campaign) };
      return examine({ ...counted(campaign, counts, clock.now()), ...seen.facts }, deps.limits());
    },
    async ofAccount() {
      const { campaigns } = await deps.campaigns.list({
        accountId: deps.account,
        states: ['running', 'paused', 'finished', 'cancelled'],
        limit: MOST_CAMPAIGNS,
      });
      const recent = campaigns.filter(({ startedAt }) => (startedAt ?? 0) > clock.now() - LOOK_BACK);
      const all: HealthFacts[] = [];
      for (const campaign of recent)
        all.push({
          ...counted(campaign, await deps.recipients.counts(campaign.id, clock.now()), clock.now()),
          ...(await look(campaign)),
        });
      const account = await own();
      const findings = examine({ ...together(all), ...account }, deps.limits());
      const refusals = refusalsIn(await deps.accounts.signals(deps.account, { since: since() }));
      return { score: scoreOf(findings), findings, refusals, quota: account.quota };
    },
  };
}

/** `refused-463`, as `sending/signals.ts` notes them. */
export function refusalsIn(signs: Readonly<Record<string, number>>): Refusals[] {
  return Object.entries(signs)
    .flatMap(([sign, times]) => {
      const code = /^refused-(\d+)$/.exec(sign)?.[1];
      return code ? [{ code: Number(code), times }] : [];
    })
    .sort((a, b) => b.times - a.times || a.code - b.code);
}

type Looked = Pick<HealthFacts, 'askedAgain' | 'first' | 'quota' | 'restricted'>;

function counted(campaign: Campaign, counts: Counts, now: number): Omit<HealthFacts, keyof Looked> {
  const delivered = counts.delivered + counts.read;
  const sent = counts.accepted + delivered;
  const old = (campaign.startedAt ?? now) < now - DAY;
  return {
    sent,
    failed: counts.failed,
    unregistered: counts.reasons['not-on-whatsapp'] ?? 0,
    settled: old ? { sent, delivered } : { sent: 0, delivered: 0 },
  };
}

function together(all: readonly HealthFacts[]): Omit<HealthFacts, 'quota' | 'restricted'> {
  const sum = (of: (facts: HealthFacts) => number) => all.reduce((total, one) => total + of(one), 0);
  const first = {
    people: sum(({ first: one }) => one?.people ?? 0),
    delivered: sum(({ first: one }) => one?.delivered ?? 0),
    answers: sum(({ first: one }) => one?.answers ?? 0),
  };
  return {
    sent: sum(({ sent }) => sent),
    failed: sum(({ failed }) => failed),
    unregistered: sum(({ unregistered }) => unregistered),
    askedAgain: sum(({ askedAgain }) => askedAgain),
    first: first.people > 0 ? first : null,
    settled: {
      sent: sum(({ settled }) => settled.sent),
      delivered: sum(({ settled }) => settled.delivered),
    },
  };
}
