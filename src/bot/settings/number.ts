/** `settings:pace`, `settings:cap`, `settings:owned`: how much the number is given to do, and how old it is. */
import type { PreferenceValues } from '../../preferences.ts';
import { parseSince } from '../../queue/number.ts';
import { PACES } from '../../queue/ports.ts';
import type { BotContext } from '../context.ts';
import type { Answer } from '../question.ts';
import type { Area } from './area.ts';
import { askScreen, capScreen, ownedScreen, paceScreen } from './screens.ts';

const MOST_CAP = 10_000_000;

export function addNumber(area: Area): Readonly<Record<'settings-cap' | 'settings-owned', Answer>> {
  const { kit, onAdmin, show, set, old, voiceFor } = area;
  const { preferences, number, clock } = kit;

  async function declare(ctx: BotContext, since: number) {
    await number.declare(since);
    await kit.record(ctx, 'number-declared', { detail: new Date(since).toISOString().slice(0, 7) });
    await area.all(ctx);
  }

  onAdmin('settings:pace', async (ctx) => show(ctx, paceScreen(await voiceFor(ctx), preferences.now())));
  onAdmin(/^settings:pace:(careful|normal|maximum)$/, async (ctx) => {
    const pace = PACES.find((one) => one === ctx.match[1]) ?? 'normal';
    const facts = await number.facts();
    if (pace === 'maximum' && !facts.maximumOpen)
      return show(ctx, ownedScreen(await voiceFor(ctx), facts, true));
    await set(ctx, 'pace', pace);
  });
  onAdmin('settings:cap', async (ctx) =>
    show(ctx, capScreen(await voiceFor(ctx), preferences.now(), await number.facts())),
  );
  onAdmin(/^settings:cap:(auto|off|\d{1,8})$/, async (ctx) => {
    const value = capIn(ctx.match[1] ?? '');
    await (value ? set(ctx, 'dailyCap', value) : old(ctx));
  });
  onAdmin('settings:owned', async (ctx) => show(ctx, ownedScreen(await voiceFor(ctx), await number.facts())));
  onAdmin(/^settings:owned:(\d{1,3})$/, (ctx) => declare(ctx, monthsAgo(Number(ctx.match[1]), clock.now())));

  return {
    'settings-cap': area.answer(
      async (ctx, text) => {
        const value = capIn(text.trim().replaceAll(/(?<=\d)[.,\s](?=\d{3}\b)/g, ''));
        if (value) await set(ctx, 'dailyCap', value);
        return value !== null;
      },
      (voice, text) => askScreen(voice, 'cap', text),
    ),
    'settings-owned': area.answer(
      async (ctx, text) => {
        const since = parseSince(text, clock.now());
        if (since !== null) await declare(ctx, since);
        return since !== null;
      },
      (voice, text) => askScreen(voice, 'owned', text),
    ),
  };
}

function capIn(text: string): PreferenceValues['dailyCap'] | null {
  if (text === 'auto' || text === 'off') return text;
  const value = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= MOST_CAP ? value : null;
}

function monthsAgo(months: number, now: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(now))
    .toZonedDateTimeISO('UTC')
    .subtract({ months }).epochMilliseconds;
}
