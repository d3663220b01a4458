/** `settings:quiet`, `settings:days`, `settings:clock`: when nobody is written to. */
import { parseSpan, WEEKDAYS } from '../../queue/calendar.ts';
import type { BotContext } from '../context.ts';
import type { Answer } from '../question.ts';
import type { Area } from './area.ts';
import { askScreen, daysScreen, quietScreen } from './screens.ts';

export function addQuiet(area: Area): Readonly<Record<'settings-quiet', Answer>> {
  const { kit, onAdmin, show, set, old, voiceFor } = area;
  const { preferences } = kit;
  const days = async (ctx: BotContext) => show(ctx, daysScreen(await voiceFor(ctx), preferences.now()));

  onAdmin('settings:quiet', async (ctx) => show(ctx, quietScreen(await voiceFor(ctx), preferences.now())));
  onAdmin(/^settings:quiet:(off|[\d:-]+)$/, async (ctx) => {
    const value = ctx.match[1] === 'off' ? 'off' : parseSpan(ctx.match[1] ?? '');
    await (value ? set(ctx, 'quietHours', value) : old(ctx));
  });
  onAdmin('settings:days', days);
  onAdmin(/^settings:days:([1-7])$/, async (ctx) => {
    const { quietDays } = preferences.now();
    const day = WEEKDAYS[Number(ctx.match[1]) - 1];
    const chosen = WEEKDAYS.filter((one) => (one === day) !== quietDays.includes(one));
    // A day must stay on which people may be written to.
    await (day && chosen.length < WEEKDAYS.length ? set(ctx, 'quietDays', chosen, days) : days(ctx));
  });
  onAdmin(/^settings:clock:(recipient|business)$/, (ctx) =>
    set(ctx, 'quietZone', ctx.match[1] === 'business' ? 'business' : 'recipient'),
  );

  return {
    'settings-quiet': area.answer(
      async (ctx, text) => {
        const span = /^(off|no|nada|ninguna|none|nenhum)$/i.test(text.trim()) ? 'off' : parseSpan(text);
        if (!span || (span !== 'off' && span.from === span.to)) return false;
        await set(ctx, 'quietHours', span);
        return true;
      },
      (voice, text) => askScreen(voice, 'quiet', text),
    ),
  };
}
