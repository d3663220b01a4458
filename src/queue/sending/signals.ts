import type { Clock } from '../../clock.ts';
import type { AccountId } from '../campaign.ts';
import { type AccountStore, DiskFull, type GatewayEvent, type RecipientStore } from '../ports.ts';
import { parsePartId } from '../recipient.ts';

/** Notes signs of trouble by day and campaign: refusals by their code, phones that ask for a message again. */
export interface Signals {
  take(event: GatewayEvent): void;
  /** Writes what was taken. */
  flush(): Promise<void>;
}

const GROUP_MS = 2_000;
/** A phone may ask several times for the same message: so many are remembered. */
const REMEMBERED = 10_000;

export function createSignals(deps: {
  account: AccountId;
  recipients: Pick<RecipientStore, 'find'>;
  accounts: Pick<AccountStore, 'notice'>;
  day: () => string;
  clock: Clock;
  onFatal: (error: unknown) => void;
}): Signals {
  let taken: { wireId: string; signal: string }[] = [];
  let scheduled = false;
  const asked = new Set<string>();

  async function flush() {
    const these = taken;
    taken = [];
    if (these.length === 0) return;
    const rows = await deps.recipients.find([...new Set(these.map(({ wireId }) => wireId))]);
    const campaignOf = new Map(rows.map((row) => [row.wireId, row.campaignId]));
    const counted = Map.groupBy(these, ({ wireId, signal }) => `${campaignOf.get(wireId) ?? 0} ${signal}`);
    const notes = [...counted].map(([key, some]) => {
      const [campaign = '0', signal = ''] = key.split(' ');
      return { campaign: Number(campaign), signal, count: some.length };
    });
    try {
      await deps.accounts.notice(deps.account, deps.day(), notes);
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      taken.unshift(...these);
      schedule();
    }
  }

  function note(id: string, signal: string) {
    const wireId = parsePartId(id)?.wireId;
    if (!wireId) return;
    taken.push({ wireId, signal });
    schedule();
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    void deps.clock.sleep(GROUP_MS).then(() => {
      scheduled = false;
      return flush().catch(deps.onFatal);
    });
  }

  return {
    take(event) {
      if (event.type === 'refused') note(event.id, `refused-${event.code}`);
      if (event.type !== 'retry-asked') return;
      const wireId = parsePartId(event.id)?.wireId;
      if (!wireId || asked.has(wireId)) return;
      if (asked.size >= REMEMBERED) asked.clear();
      asked.add(wireId);
      note(event.id, 'asked-again');
    },
    flush,
  };
}
