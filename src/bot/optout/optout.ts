/** `/optouts`, `optout:…`: who said no. A person stands in a button by a short name, never by the number. */
import { Composer } from 'grammy';
import { typed } from '../commands.ts';
import { type BotContext, type Kit, toast } from '../context.ts';
import { showInPlace } from '../places.ts';
import { type Answer, askFor, closeQuestions, type QuestionOf } from '../question.ts';
import type { Screen } from '../screen.ts';
import { answerAdd, answerImport, answerRemove } from './answers.ts';
import { addChanged, tellChanged } from './changed.ts';
import { addDeciding, nextDoubt } from './deciding.ts';
import { sendList } from './list-file.ts';
import { askScreen, optOutScreen } from './screens.ts';

export interface OptOutArea {
  readonly composer: Composer<BotContext>;
  /** A number to add, a number to take off, a file of numbers. */
  readonly answers: Readonly<Record<QuestionOf<'optout'>, Answer>>;
  /** Numbers that changed: the operators are asked. */
  tellChanged(): Promise<void>;
}

export function createOptOut(kit: Kit): OptOutArea {
  const composer = new Composer<BotContext>();

  async function show(ctx: BotContext) {
    await toast(ctx);
    // A command in the middle of a question leaves it open.
    if (ctx.callbackQuery) await closeQuestions(ctx);
    await showInPlace(kit, ctx, await listScreen(kit, ctx.chat?.id ?? 0));
  }

  composer.command(typed('optouts'), show);
  composer.callbackQuery('optout:show', show);
  for (const what of ['add', 'remove', 'import'] as const)
    composer.callbackQuery(`optout:${what}`, async (ctx) => {
      await toast(ctx);
      await showInPlace(kit, ctx, askScreen(await kit.voiceOf(ctx.from.id), what));
      await askFor(ctx, `optout-${what}`);
    });
  composer.callbackQuery('optout:export', async (ctx) => {
    await toast(ctx);
    await sendList(kit, ctx.from.id);
  });
  composer.callbackQuery('optout:doubts', async (ctx) => {
    await toast(ctx);
    await showInPlace(kit, ctx, await nextDoubt(kit, ctx.from.id));
  });
  addChanged(kit, composer);
  addDeciding(kit, composer);

  return {
    composer,
    answers: {
      'optout-add': (ctx) => answerAdd(kit, ctx),
      'optout-remove': (ctx) => answerRemove(kit, ctx),
      'optout-import': (ctx) => answerImport(kit, ctx),
    },
    tellChanged: () => tellChanged(kit),
  };
}

/** B1. */
async function listScreen(kit: Kit, chat: number): Promise<Screen> {
  const { people, privacy, clock } = kit;
  const page = await people.optOuts({ limit: 5 });
  const { total: optOut } = await people.doubts({ about: 'opt-out', limit: 1 });
  const { total: identity } = await people.doubts({ about: 'identity', limit: 1 });
  const view = { ...page, doubts: { optOut, identity }, retentionDays: privacy.retentionDays };
  return optOutScreen(await kit.voiceOf(chat), view, clock.now());
}
