/** What every group of settings works with. */
import { Composer } from 'grammy';
import type { PreferenceName, PreferenceValues } from '../../preferences.ts';
import type { Voice } from '../../texts/texts.ts';
import { type BotContext, type Kit, type TapContext, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { showInPlace } from '../places.ts';
import { type Answer, closeQuestions } from '../question.ts';
import type { Screen } from '../screen.ts';
import { settingsScreen } from './screens.ts';
import { change } from './values.ts';

export interface Area {
  readonly kit: Kit;
  readonly composer: Composer<BotContext>;
  voiceFor(ctx: BotContext): Promise<Voice>;
  /** A tap; an open question is answered by it, or given up. */
  on(payload: string | RegExp, handle: (ctx: TapContext) => Promise<unknown>): void;
  /** A tap by an admin. */
  onAdmin(payload: string | RegExp, handle: (ctx: TapContext) => Promise<unknown>): void;
  show(ctx: BotContext, face: Screen): Promise<void>;
  /** A1: all settings. */
  all(ctx: BotContext): Promise<void>;
  /** A button of old, or of nobody: what it says is no value. */
  old(ctx: BotContext): Promise<void>;
  /** Stores, writes down who did it, and shows `then`: all settings, where nothing else is said. */
  set<Name extends PreferenceName>(
    ctx: BotContext,
    name: Name,
    value: PreferenceValues[Name],
    then?: (ctx: BotContext) => Promise<void>,
  ): Promise<void>;
  /**
   * What an admin types. `take` returns false for what it doesn't understand: then `again` is shown, and the question
   * stays open.
   */
  answer(
    take: (ctx: BotContext, text: string) => Promise<boolean>,
    again: (voice: Voice, text: string) => Screen,
  ): Answer;
}

export function createArea(kit: Kit): Area {
  const { preferences, team, number, clock } = kit;
  const composer = new Composer<BotContext>();
  const voiceFor = (ctx: BotContext) => kit.voiceOf(ctx.chat?.id ?? 0);
  const show = (ctx: BotContext, face: Screen) => showInPlace(kit, ctx, face);

  async function all(ctx: BotContext) {
    const own = await team.member(ctx.from?.id ?? 0);
    if (!own) return;
    const [values, changed] = [preferences.now(), preferences.changed()];
    const view = { own, values, number: await number.facts(), changed };
    await show(ctx, settingsScreen(kit.voice(own), view, clock.now()));
  }

  const on: Area['on'] = (payload, handle) => {
    composer.callbackQuery(payload, async (ctx) => {
      await closeQuestions(ctx);
      await handle(ctx);
      await toast(ctx);
    });
  };

  return {
    kit,
    composer,
    voiceFor,
    on,
    onAdmin: (payload, handle) =>
      on(payload, async (ctx) => void ((await adminsOnly(kit, ctx)) && (await handle(ctx)))),
    show,
    all,
    async old(ctx) {
      await toast(ctx, (await voiceFor(ctx)).t('guard-old'));
      await all(ctx);
    },
    async set(ctx, name, value, then = all) {
      await preferences.set(name, value);
      await kit.record(ctx, 'setting-changed', { detail: change(name, value) });
      await then(ctx);
    },
    answer: (take, again) => async (ctx) => {
      const text = ctx.message?.text ?? '';
      // Whoever was an admin when the question was asked may be none any more.
      if (!(await adminsOnly(kit, ctx)) || (await take(ctx, text))) return true;
      await show(ctx, again(await voiceFor(ctx), text));
      return false;
    },
  };
}
