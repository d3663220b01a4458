/** The week's figures, each Monday at nine to who wants them. */
import { z } from 'zod';
import { mondayOf } from '../../queue/stats.ts';
import { showChart, statsChart } from '../charts.ts';
import type { Kit } from '../context.ts';
import { createSlot } from '../slot.ts';
import { weeklyScreen } from './screens.ts';

export interface Weekly {
  wants(chat: number): Promise<boolean>;
  /** On or off, whatever it was; true: on from now on. */
  turn(chat: number): Promise<boolean>;
  /** Sends them to whoever wants them and hasn't had them. */
  tell(): Promise<void>;
}

/** Who wants them, and for which Monday they were told last (`YYYY-MM-DD`). */
const wish = z.object({ on: z.boolean(), told: z.string() });

export function createWeekly(kit: Kit): Weekly {
  const { clock, stats } = kit;
  const wishes = createSlot(kit.chats, 'weekly', wish);
  const zone = () => kit.place().zone;
  const wants = async (chat: number) => (await wishes.read(chat))?.on ?? false;

  async function tellOne(chat: number) {
    const known = await wishes.read(chat);
    const due = dueMonday(clock.now(), zone());
    if (!known?.on || known.told >= due) return;
    // Noted first: after a kill in between one summary is missing, which is better than two of them.
    await wishes.write(chat, { on: true, told: due });
    const voice = await kit.voiceOf(chat);
    const found = await stats.weekBefore(clock.now());
    const face = weeklyScreen(voice, found, zone());
    await showChart(kit, chat, { chart: statsChart(voice, found, zone()), face });
  }

  return {
    wants,
    async turn(chat) {
      const on = !(await wants(chat));
      // The next one is next Monday's, or today's before nine.
      await wishes.write(chat, { on, told: dueMonday(clock.now(), zone()) });
      return on;
    },
    async tell() {
      for (const { id, blocked } of await kit.team.members()) if (!blocked) await tellOne(id);
    },
  };
}

/** People are at work then, and quiet hours are over. */
const WEEKLY_HOUR = 9;

/** The Monday whose summary is due by now: this week's, or before nine o'clock the one of the week before. */
export function dueMonday(now: number, zone: string): string {
  const monday = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(mondayOf(at, zone)).toZonedDateTimeISO(zone).toPlainDate();
  const due = monday(now).toZonedDateTime({ timeZone: zone, plainTime: { hour: WEEKLY_HOUR } });
  const own = now >= due.epochMilliseconds ? monday(now) : monday(now).subtract({ days: 7 });
  return own.toString();
}
