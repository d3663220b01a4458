/** `/settings`: what people choose for themselves, and what admins choose for everybody; each tap changes in place. */
import type { Composer } from 'grammy';
import { LANGUAGES } from '../../texts/texts.ts';
import { offerCommands, typed } from '../commands.ts';
import type { BotContext, Kit } from '../context.ts';
import { type Answer, askFor, type QuestionOf } from '../question.ts';
import { type Area, createArea } from './area.ts';
import { addHealth } from './health.ts';
import { addNumber } from './number.ts';
import { addPlace } from './place.ts';
import { addQuiet } from './quiet.ts';
import { askScreen, languageScreen, resetScreen, TYPED } from './screens.ts';

export interface SettingsArea {
  readonly composer: Composer<BotContext>;
  readonly answers: Readonly<Record<QuestionOf<'settings'>, Answer>>;
}

export function createSettings(kit: Kit): SettingsArea {
  const area = createArea(kit);
  const { composer, on, onAdmin, show, all, voiceFor } = area;
  composer.command(typed('settings'), all);
  on('settings:show', all);
  addOwn(area);
  const answers = { ...addPlace(area), ...addNumber(area), ...addQuiet(area), ...addHealth(area) };
  onAdmin('settings:footer', (ctx) => area.set(ctx, 'footer', !kit.preferences.now().footer));
  onAdmin(/^settings:ask:(zone|country|quiet|cap|owned)$/, async (ctx) => {
    const what = TYPED.find((one) => one === ctx.match[1]) ?? 'zone';
    await show(ctx, askScreen(await voiceFor(ctx), what));
    await askFor(ctx, `settings-${what}`);
  });
  addReset(area);
  return { composer, answers };
}

/** The reader's own: language, plain text, people's answers. */
function addOwn({ kit, on, show, all, voiceFor }: Area) {
  const { team } = kit;
  on('settings:lang', async (ctx) => show(ctx, languageScreen(await voiceFor(ctx))));
  on(/^settings:lang:(es|en|pt)$/, async (ctx) => {
    const language = LANGUAGES.find((one) => one === ctx.match[1]) ?? 'es';
    await team.change(ctx.from?.id ?? 0, { language });
    await all(ctx);
    await offerCommands(kit, ctx.from?.id ?? 0);
  });
  on(/^settings:(replies|plain)$/, async (ctx) => {
    const own = await team.member(ctx.from?.id ?? 0);
    if (!own) return;
    await team.change(own.id, ctx.match[1] === 'plain' ? { plain: !own.plain } : { replies: !own.replies });
    await all(ctx);
  });
}

/** Back to the values of the server. */
function addReset({ kit, onAdmin, show, all, voiceFor }: Area) {
  const { preferences } = kit;
  onAdmin('settings:reset', async (ctx) =>
    show(ctx, resetScreen(await voiceFor(ctx), preferences.changed())),
  );
  onAdmin('settings:reset:yes', async (ctx) => {
    await preferences.reset();
    await kit.record(ctx, 'settings-reset');
    await all(ctx);
  });
}
