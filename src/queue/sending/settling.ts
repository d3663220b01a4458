import type { Clock } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import type { Disk } from '../disk.ts';
import { DiskFull, type GatewayEvent, type RecipientStore, type Settlement } from '../ports.ts';
import { parsePartId } from '../recipient.ts';
import type { Refusals, Refused } from './refusals.ts';

/** Acks, receipts and refusals are settled together when the first of them is this old. */
const GROUP_MS = 30;
/** What a full disk refused is offered to it again after this time. */
const OFFER_AGAIN = 5_000;

export interface Settling {
  /** Feeds one event of the gateway. */
  take(event: GatewayEvent): void;
  /** Writes all that was taken; resolves when it is in the store, or waits here for room on the disk. */
  flush(): Promise<void>;
}

/** Turns what the wire says into states of rows. Facts may come late, twice and in any order. */
export function createSettling(deps: {
  recipients: Pick<RecipientStore, 'settle'>;
  refusals: Pick<Refusals, 'accepted' | 'settle'>;
  disk: Pick<Disk, 'refused'>;
  clock: Clock;
  /** A campaign's rows moved. */
  moved: (campaigns: ReadonlySet<CampaignId>) => void;
  /** How long acks took, in milliseconds after their intents. */
  acked: (ms: readonly number[]) => void;
  /** The server answered for these parts, in one way or another. */
  answered: (ids: readonly string[]) => void;
  /** The store couldn't be written: the process can't go on. */
  onFatal: (error: unknown) => void;
}): Settling {
  let facts: Settlement[] = [];
  let refusals: Refused[] = [];
  let scheduled = false;
  let writing: Promise<void> = Promise.resolve();

  function schedule(wait = GROUP_MS) {
    if (scheduled) return;
    scheduled = true;
    void deps.clock.sleep(wait).then(() => {
      scheduled = false;
      return flush().catch(deps.onFatal);
    });
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  async function write() {
    const [these, refused] = [facts, refusals];
    facts = [];
    refusals = [];
    if (these.length === 0 && refused.length === 0) return;
    try {
      await settle(these, refused);
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      // Settling a fact twice changes nothing, so all of them are kept.
      facts = [...these, ...facts];
      refusals = [...refused, ...refusals];
      await deps.disk.refused();
      schedule(OFFER_AGAIN);
    }
  }

  async function settle(these: readonly Settlement[], refused: readonly Refused[]) {
    const settled = await deps.recipients.settle(these);
    const campaigns = new Set(settled.map((row) => row.campaignId));
    deps.acked(settled.flatMap(({ ackMs }) => (ackMs === null ? [] : [ackMs])));
    // One outcome a person, however many messages they get.
    for (const { type, id } of these)
      if (type === 'ack' && parsePartId(id)?.part === 0) deps.refusals.accepted();
    if (refused.length > 0) for (const id of await deps.refusals.settle(refused)) campaigns.add(id);
    deps.answered([...these, ...refused].map((fact) => fact.id));
    if (campaigns.size > 0) deps.moved(campaigns);
  }

  return {
    take(event) {
      if (event.type === 'ack') facts.push({ type: 'ack', id: event.id, at: event.at });
      else if (event.type === 'receipt') facts.push({ type: event.kind, id: event.id, at: event.at });
      else if (event.type === 'refused') refusals.push({ id: event.id, code: event.code });
      else return;
      schedule();
    },
    flush,
  };
}
