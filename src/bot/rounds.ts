/** What the bot does by itself: when it starts, and time and again until it ends. A copy leaves it to the original. */
import { tellBack } from './back.ts';
import type { Cards } from './card/cards.ts';
import { introduce } from './commands.ts';
import type { Kit } from './context.ts';
import type { CopyArea } from './copy.ts';
import { tellImported } from './imported.ts';
import { tellMissed, tellSlowed } from './notices.ts';
import type { AnswerArea } from './reply/answer.ts';
import type { StatsArea } from './stats/stats.ts';

/** A redraw also where nothing was told: the end time moves, holds run out. */
const REFRESH_CARDS = 10_000;
const LOOK_AT_WEEK = 60_000;
const TELL_AGAIN = 60_000;

/** The parts that do something unasked. */
export interface RoundParts {
  readonly cards: Cards;
  readonly stats: Pick<StatsArea, 'tellWeek'>;
  readonly copy: Pick<CopyArea, 'announce'>;
  readonly answering: Pick<AnswerArea, 'resume'>;
}

/** Resolves when what became of campaigns meanwhile is on its way to the chats; the rest goes on beside. */
export async function beginRounds(kit: Kit, parts: RoundParts, signal: AbortSignal): Promise<void> {
  const { clock, log, power } = kit;
  const { cards, stats, copy, answering } = parts;
  const failed = (event: string) => (error: unknown) => log.error({ event, err: error });

  async function every(ms: number, work: () => unknown) {
    while (!signal.aborted) {
      if (!power.isCopy()) await work();
      await clock.sleep(ms, signal).catch(() => undefined);
    }
  }
  /** Telegram may be away just then: told as soon as it can be. */
  async function back() {
    while (!signal.aborted && !power.isCopy()) {
      try {
        return await tellBack(kit);
      } catch (error) {
        failed('back')(error);
        await clock.sleep(TELL_AGAIN, signal).catch(() => undefined);
      }
    }
  }

  void every(REFRESH_CARDS, () => cards.pokeAll());
  void every(LOOK_AT_WEEK, () => stats.tellWeek().catch(failed('weekly')));
  await (power.isCopy() ? copy.announce() : catchUp(kit, cards)).catch(failed('catch-up'));
  void introduce(kit).catch((error) => log.warn({ event: 'commands', message: String(error) }));
  void back();
  void tellImported(kit).catch(failed('imported'));
  if (!power.isCopy()) void answering.resume().catch(failed('answers'));
}

/** Cards of campaigns that ended while we were away are finished now. */
async function catchUp(kit: Kit, cards: Cards) {
  const { campaigns } = await kit.control.list({ limit: 50, offset: 0 });
  for (const { id, missedAt, state, slowed } of campaigns) {
    cards.poke(id, true);
    if (state === 'running' && slowed) await tellSlowed(kit, id);
    if (missedAt !== null) await tellMissed(kit, cards, id);
  }
}
