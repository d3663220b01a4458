/** `/disable`, `/enable`, `/logout`: behind the admin password, in the chat and in the panel. */
import { Composer } from 'grammy';
import { z } from 'zod';
import type { Actor } from '../../queue/control/control.ts';
import { formatPhone } from '../../queue/import/phone.ts';
import { typed } from '../commands.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { type Answer, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import { createDeeds } from './deeds.ts';
import { createPasswordQuestion, OPEN_FOR } from './password.ts';
import { GUARDED, type Guarded, troubleScreen, unlinkScreen } from './screens.ts';

/** What the panel may ask for: the password was right, and what can't be undone was confirmed there. */
export type PanelPower = 'restart' | 'hold' | 'enable' | 'unlink';

export interface PowerArea {
  readonly composer: Composer<BotContext>;
  readonly answer: Answer;
  /** Takes an open question for the password back; false when there is none. */
  forget(chat: number): Promise<boolean>;
  /** The panel's ways to the same; what became of it is said in the chat of who asked. */
  fromPanel(who: Actor, what: PanelPower): Promise<void>;
  /** A wrong password was typed in the panel; `locked`: it was the fifth. */
  refused(who: Actor, what: PanelPower, locked: boolean): Promise<void>;
}

export function createPower(kit: Kit): PowerArea {
  const { outbox, clock, link } = kit;
  const composer = new Composer<BotContext>();
  const deeds = createDeeds(kit);
  /** The password was right, and the confirmation is on the screen. */
  const sure = createSlot(kit.chats, 'power-sure', z.object({ at: z.number() }));
  const question = createPasswordQuestion(kit, {
    passed,
    locked: (ctx, what) => deeds.alarm(actorOf(ctx), what, ctx.from?.username),
  });

  async function passed(ctx: BotContext, what: Guarded) {
    const who = actorOf(ctx);
    const voice = await kit.voiceOf(who.id);
    if (what !== 'logout') return deeds[what](who, voice);
    await sure.write(who.id, { at: clock.now() });
    const { phone } = link.identity();
    await outbox.send(who.id, unlinkScreen(voice, phone && formatPhone(phone)), { answer: true });
  }

  /** P7 was confirmed: once, and only right after the password. */
  async function unlink(ctx: BotContext) {
    if (!(await adminsOnly(kit, ctx))) return;
    const who = actorOf(ctx);
    const voice = await kit.voiceOf(who.id);
    const since = await sure.take(who.id);
    const inTime = since !== null && clock.now() - since.at <= OPEN_FOR;
    await toast(ctx, inTime ? undefined : voice.t('guard-old'));
    const face = inTime ? screen([voice.t('power-unlinking')]) : troubleScreen(voice, { is: 'expired' });
    await outbox.edit(who.id, tapped(ctx), face, { answer: true });
    if (inTime) await deeds.unlink(who, voice, tapped(ctx));
  }

  async function enable(ctx: BotContext) {
    if (!(await adminsOnly(kit, ctx))) return;
    await toast(ctx);
    await deeds.enable(actorOf(ctx));
  }

  composer.command(typed('disable'), (ctx) =>
    question.ask(ctx, /^(hold|apagar|desligar)\b/.test(ctx.match) ? 'hold' : 'restart'),
  );
  composer.command(typed('logout'), (ctx) => question.ask(ctx, 'logout'));
  composer.command(typed('enable'), enable);
  composer.callbackQuery('power:enable', enable);
  composer.callbackQuery('power:unlink:yes', unlink);
  composer.callbackQuery(/^power:ask:(restart|hold|logout)$/, (ctx) =>
    question.ask(ctx, GUARDED.find((what) => what === ctx.match[1]) ?? 'restart'),
  );
  composer.callbackQuery('power:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx);
    await closeQuestions(ctx);
    await question.forget(ctx.from.id);
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t('power-cancelled')]), { answer: true });
  });

  return {
    composer,
    answer: question.answer,
    forget: question.forget,
    async fromPanel(who, what) {
      if (what === 'enable') return deeds.enable(who);
      const voice = await kit.voiceOf(who.id);
      if (what !== 'unlink') return deeds[what](who, voice);
      const face = screen([voice.t('power-unlinking')]);
      const message = await outbox.send(who.id, face, { answer: true });
      await deeds.unlink(who, voice, message ?? 0);
    },
    async refused(who, what, locked) {
      if (locked) await deeds.alarm(who, what);
      else await kit.audit.note(who, 'password-wrong', { detail: what });
    },
  };
}
