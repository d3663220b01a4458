/** Receiving that nothing ends but us: whatever Telegram says, campaigns go on, and it is asked again. */
import { GrammyError } from 'grammy';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Voice } from '../texts/texts.ts';
import { type Kit, tellAdmins } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

export type PollTrouble = 'token' | 'conflict' | 'outage';

/** Another program has taken the updates away from us. */
export class TakenAway extends Error {
  override name = 'TakenAway';
}

/** What an end of polling means. 404 is what a token of the wrong shape gets. */
export function troubleOf(error: unknown): PollTrouble {
  if (error instanceof TakenAway) return 'conflict';
  const code = error instanceof GrammyError ? error.error_code : null;
  return code === 401 || code === 404 ? 'token' : code === 409 ? 'conflict' : 'outage';
}

const FIRST_WAIT = 5_000;
/** A second poller is not fought: each try of ours takes the chat away from it for a moment. */
const LONGEST_WAIT = { token: 60_000, conflict: 30_000, outage: 5_000 };
const SHY_WAIT = 60_000;

/** How long until polling is tried again, after so many tries in a row that met the same trouble. */
export function waitFor(trouble: PollTrouble, nth: number, shy: boolean): number {
  if (shy && trouble === 'conflict') return SHY_WAIT;
  return Math.min(FIRST_WAIT * 2 ** (nth - 1), LONGEST_WAIT[trouble]);
}

/** Another poller that is still there after so many tries is no old process on its way out. */
const CONTESTED_AFTER = 4;
/** Polling that lasted this long met no trouble. */
const WENT_WELL = 60_000;

/** Resolves when polling was stopped by us. */
export async function poll(deps: {
  start: () => Promise<void>;
  /** While true, another poller is given way. */
  shy: () => boolean;
  /** Another program reads what people write here; told once. */
  contested: () => Promise<unknown>;
  /** What just went wrong. */
  trouble: (trouble: PollTrouble) => void;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): Promise<void> {
  const { clock, log, signal } = deps;
  let before: PollTrouble | null = null;
  let nth = 0;
  let told = false;
  while (!signal.aborted) {
    const since = clock.monotonic();
    try {
      await deps.start();
      return;
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      deps.trouble(trouble);
      nth = trouble === before && clock.monotonic() - since < WENT_WELL ? nth + 1 : 1;
      before = trouble;
      const again = waitFor(trouble, nth, deps.shy());
      note(log, trouble, again);
      if (trouble === 'conflict' && nth === CONTESTED_AFTER && !told && !deps.shy()) {
        told = true;
        await deps.contested().catch((failure) => log.error({ event: 'another-poller', err: failure }));
      }
      await clock.sleep(again, signal).catch(() => undefined);
    }
  }
}

function note(log: Logger, trouble: PollTrouble, againMs: number) {
  switch (trouble) {
    case 'token':
      return log.error(
        { event: 'telegram-token', againMs },
        'Telegram refuses the bot token: look at TELEGRAM_BOT_TOKEN. Campaigns go on; nobody can be told.',
      );
    case 'conflict':
      return log.warn({ event: 'another-poller', againMs }, 'another program reads the same bot');
    case 'outage':
      return log.warn({ event: 'telegram-unreachable', againMs });
  }
}

export const contestedScreen = (voice: Voice): Screen =>
  screen([voice.t('guard-contested')], [[button(voice.t('disk-b-status'), 'status:show')]]);

/** Sending still works: the admins hear it where they look. */
export async function tellContested(kit: Kit): Promise<void> {
  await tellAdmins(kit, contestedScreen, { loud: true });
}
