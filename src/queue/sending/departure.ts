import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Campaign, CampaignId, CampaignKind } from '../campaign.ts';
import { bodyOf, layoutOf, type Rendered } from '../content.ts';
import type {
  CampaignStore,
  Gateway,
  Outgoing,
  Recipient,
  RecipientStore,
  SendingDay,
  Written,
} from '../ports.ts';
import { parsePartId, partId } from '../recipient.ts';
import type { Flight } from './flight.ts';
import type { Addressed } from './resolving.ts';

/** The moment of truth: intent on disk, keys on disk, frames in order. */
export interface Departure {
  /**
   * Sends what is still allowed. A batch is encrypted while the one before waits for its acks, and asked about
   * once more when there is room for it. Resolves when the frames are written; the promise inside resolves when
   * enough of them are acked. `intended` is called as soon as the rows are `sending`. `cut`: some rows stayed where
   * they were, since the day's cap or an opt-out came between.
   */
  leave(batch: readonly Addressed[], intended?: () => void): Promise<{ acked: Promise<void>; cut: boolean }>;
  /** Resolves when no call of `leave` is under way. */
  idle(): Promise<void>;
}

export function createDeparture(deps: {
  recipients: Pick<RecipientStore, 'fail' | 'intend' | 'requeue' | 'stillWanted'>;
  campaigns: Pick<CampaignStore, 'get'>;
  gateway: Pick<Gateway, 'send'>;
  render: (campaign: Campaign, row: Recipient) => Rendered;
  flight: Pick<Flight, 'add' | 'answered' | 'room'>;
  /** No hold keeps this kind of message from leaving now. */
  mayLeave: (kind: CampaignKind) => Promise<boolean>;
  /** The day that messages leaving now are counted on. */
  day: () => Promise<SendingDay>;
  clock: Clock;
  log: Logger;
}): Departure {
  let underWay: Promise<unknown> = Promise.resolve();

  async function leave(batch: readonly Addressed[], intended?: () => void) {
    const now = deps.clock.now();
    const may = await deps.recipients.intend(
      batch.map(({ row }) => row.id),
      now,
      await deps.day(),
    );
    intended?.();
    const cut = may.size < batch.length;
    const going = batch.filter(({ row }) => may.has(row.id));
    const load = await loadOf(going, deps);
    const { messages } = load;
    if (messages.length === 0) return { acked: Promise.resolve(), cut };

    let acked: Promise<void> = Promise.resolve();
    const written = await deps.gateway.send(messages, async (ids) => {
      await deps.flight.room();
      const allowed = await stillAllowed(ids, load);
      if (allowed.size > 0) acked = deps.flight.add([...allowed]);
      return allowed;
    });
    const unsent = written.filter(({ outcome }) => outcome !== 'written');
    await putBack(unsent, load);
    deps.flight.answered(unsent.map(({ id }) => id));
    deps.log.info({
      event: 'left',
      messages: messages.length - unsent.length,
      campaign: going[0]?.row.campaignId,
    });
    return { acked, cut };
  }

  /** What didn't leave waits again, or has failed where its person has no device to write to. */
  async function putBack(unsent: readonly Written[], { rowOf }: Load) {
    const rowsOf = (of: readonly Written[]) => of.flatMap(({ id }) => rowOf(id)?.id ?? []);
    const failed = rowsOf(unsent.filter(({ outcome }) => outcome === 'unreachable'));
    const back = rowsOf(unsent.filter(({ outcome }) => outcome !== 'unreachable'));
    const at = deps.clock.now();
    if (back.length > 0) await deps.recipients.requeue(back, { countTry: false, notBefore: null, at });
    if (failed.length > 0)
      await deps.recipients.fail(
        failed.map((id) => ({ id, reason: 'unreachable' })),
        at,
      );
  }

  /** The last question before the frames: nobody gets one who said no, or whose campaign was held, meanwhile. */
  async function stillAllowed(
    ids: readonly string[],
    { campaigns, rowOf }: Load,
  ): Promise<ReadonlySet<string>> {
    const open = new Set<CampaignId>();
    for (const { id, kind } of campaigns) if (await deps.mayLeave(kind)) open.add(id);
    const rows = new Map<number, string[]>();
    for (const id of ids) {
      const row = rowOf(id);
      if (row && open.has(row.campaignId)) rows.set(row.id, [...(rows.get(row.id) ?? []), id]);
    }
    const wanted = await deps.recipients.stillWanted([...rows.keys()], deps.clock.now());
    return new Set([...wanted].flatMap((id) => rows.get(id) ?? []));
  }

  return {
    leave(batch, intended) {
      const work = leave(batch, intended);
      underWay = work.catch(() => undefined);
      return work;
    },
    idle: async () => {
      await underWay;
    },
  };
}

/** What leaves together. */
interface Load {
  readonly messages: readonly Outgoing[];
  readonly campaigns: readonly Campaign[];
  /** By the id of a part. */
  rowOf(id: string): Recipient | undefined;
}

async function loadOf(
  going: readonly Addressed[],
  deps: { campaigns: Pick<CampaignStore, 'get'>; render: (campaign: Campaign, row: Recipient) => Rendered },
): Promise<Load> {
  const campaigns = new Map<CampaignId, Campaign>();
  for (const id of new Set(going.map(({ row }) => row.campaignId))) {
    const campaign = await deps.campaigns.get(id);
    if (campaign) campaigns.set(id, campaign);
  }
  const rows = new Map(going.map(({ row }) => [row.wireId, row]));
  return {
    messages: going.flatMap((one) => {
      const campaign = campaigns.get(one.row.campaignId);
      return campaign?.content ? partsLeft(one, campaign, deps.render(campaign, one.row).text) : [];
    }),
    campaigns: [...campaigns.values()],
    rowOf: (id) => rows.get(parsePartId(id)?.wireId ?? ''),
  };
}

/** The parts of one person's message that no ack has come for. */
function partsLeft({ row, address }: Addressed, campaign: Campaign, text: string): Outgoing[] {
  const idOf = (part: number) => partId(row.wireId, part);
  return layoutOf(campaign).flatMap((part, nth) =>
    (row.acked >> nth) & 1 ? [] : [{ id: idOf(nth), address, body: bodyOf(part, text, idOf) }],
  );
}
