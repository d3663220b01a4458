/** What was under way when the link, the process or the disk went is sent again, in order, with the same ids. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AccountId } from '../campaign.ts';
import type { Disk } from '../disk.ts';
import type { Gateway, RecipientStore } from '../ports.ts';
import type { Flight } from './flight.ts';
import type { Holds } from './holds.ts';
import type { Settling } from './settling.ts';

export interface Recovery {
  /** Another process may have left rows behind. */
  start(): Promise<void>;
  linkChanged(ready: boolean): Promise<void>;
  /** The disk was full: rows may be `sending` that never left. */
  strand(): void;
  /** Puts those back, once there is room. */
  unstrand(): Promise<void>;
}

export function createRecovery(deps: {
  account: AccountId;
  recipients: Pick<RecipientStore, 'requeueAll'>;
  gateway: Pick<Gateway, 'limits' | 'ready'>;
  disk: Pick<Disk, 'patiently'>;
  holds: Holds;
  settling: Pick<Settling, 'flush'>;
  flight: Pick<Flight, 'clear'>;
  startOver: () => void;
  /** The sender should look now. */
  poke: () => void;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): Recovery {
  const { gateway, disk, holds, settling, signal } = deps;
  /** Counts what the link said; only the latest counts. */
  let linkNews = 0;
  let stranded = false;

  async function requeueAll(why: string) {
    deps.flight.clear();
    const rows = await deps.recipients.requeueAll(deps.account, deps.clock.now());
    if (rows > 0) deps.log.info({ event: 'requeued', rows, why });
  }

  async function linkChanged(ready: boolean) {
    deps.startOver();
    linkNews += 1;
    const mine = linkNews;
    await disk.patiently(async () => {
      if (mine !== linkNews) return;
      await settling.flush();
      if (ready) {
        await holds.applyLimits(await gateway.limits());
        await holds.release('connection');
      } else {
        await holds.set('connection', null);
        await requeueAll('link');
      }
    }, signal);
    deps.poke();
  }

  return {
    async start() {
      await disk.patiently(() => requeueAll('start'), signal);
      await linkChanged(gateway.ready());
    },
    linkChanged,
    strand() {
      stranded = true;
    },
    async unstrand() {
      if (!stranded) return;
      await settling.flush();
      await requeueAll('disk');
      stranded = false;
    },
  };
}
