/** Who of a campaign still waits, by country: rows are counted, a long list not at every look. */
import type { Clock } from '../clock.ts';
import type { CampaignId } from './campaign.ts';
import { countryOf } from './import/phone.ts';
import type { RecipientStore } from './ports.ts';
import type { Group } from './sending/hours.ts';

/** People whose numbers begin with the same digits, and so live in the same country. */
export interface WaitingHead extends Group {
  readonly digits: string;
}

export interface Waiting {
  /** Who waits in this campaign. */
  heads(id: CampaignId): Promise<readonly WaitingHead[]>;
  /** The same by country, of as many people as wait by now. */
  groups(id: CampaignId, people: number): Promise<readonly Group[]>;
}

/** An answer is good for a hundred times as long as it took, and for a second. */
const WORTH = 100;
const LEAST = 1_000;
const CAMPAIGNS = 20;

export function createWaiting(deps: {
  recipients: Pick<RecipientStore, 'heads'>;
  /** Who wrote to us after this moment counts as known. */
  knownSince: () => number;
  /** False where neither quiet hours nor a cap make a difference: nobody is counted then. */
  matters: () => boolean;
  clock: Clock;
}): Waiting {
  const { clock } = deps;
  const answers = new Map<CampaignId, { heads: readonly WaitingHead[]; goodUntil: number }>();

  async function heads(id: CampaignId) {
    const before = answers.get(id);
    const since = clock.monotonic();
    if (before && since < before.goodUntil) return before.heads;
    const now = await count(id, deps.recipients, deps.knownSince);
    const until = clock.monotonic();
    answers.delete(id);
    answers.set(id, { heads: now, goodUntil: until + Math.max(LEAST, (until - since) * WORTH) });
    const [oldest] = answers.keys();
    if (answers.size > CAMPAIGNS && oldest !== undefined) answers.delete(oldest);
    return now;
  }

  return {
    heads,
    async groups(id, people) {
      if (!deps.matters()) return people > 0 ? [{ country: null, people, known: 0 }] : [];
      const byCountry = Map.groupBy(await heads(id), ({ country }) => country);
      const groups = [...byCountry].map(([country, some]) => ({
        country,
        people: some.reduce((sum, head) => sum + head.people, 0),
        known: some.reduce((sum, head) => sum + head.known, 0),
      }));
      const counted = groups.reduce((sum, group) => sum + group.people, 0);
      if (counted === 0) return people > 0 ? [{ country: null, people, known: 0 }] : [];
      // The answer may be older than the rows.
      return groups.map((group) => ({
        ...group,
        people: (group.people * people) / counted,
        known: (group.known * people) / counted,
      }));
    },
  };
}

/** Looks through all rows that wait. */
async function count(
  id: CampaignId,
  recipients: Pick<RecipientStore, 'heads'>,
  knownSince: () => number,
): Promise<readonly WaitingHead[]> {
  const found = new Map<string, WaitingHead>();
  for (let after: number | null = -1; after !== null; ) {
    const { heads, last } = await recipients.heads(id, after, knownSince());
    after = last;
    for (const { digits, example, people, known } of heads) {
      const before = found.get(digits);
      found.set(digits, {
        digits,
        country: before?.country ?? (example ? countryOf(example) : null),
        people: people + (before?.people ?? 0),
        known: known + (before?.known ?? 0),
      });
    }
  }
  return [...found.values()];
}
