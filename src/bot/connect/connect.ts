/** `connect:…`: linking WhatsApp by a picture or by letters. */
import { Composer } from 'grammy';
import { formatPhone } from '../../queue/import/phone.ts';
import { typed } from '../commands.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import type { AfterLink } from '../new/sending.ts';
import type { Answer } from '../question.ts';
import { screen } from '../screen.ts';
import { createCodes } from './codes.ts';
import { tellLink } from './news.ts';
import { createNumberQuestion } from './number.ts';
import { outScreen } from './screens.ts';

export interface Connect {
  readonly composer: Composer<BotContext>;
  /** C1. */
  ask(ctx: BotContext): Promise<void>;
  /** The number of the phone that is to be linked. */
  readonly number: Answer;
  /** Takes an open question for the number back; false when there is none. */
  forget(chat: number): Promise<boolean>;
  /** Takes a chat's code away; where nobody shows one any more, the link stops waiting. */
  leave(chat: number): Promise<void>;
  /** Starts to follow the link; returns how to stop. */
  follow(): () => void;
}

export function createConnect(kit: Kit, afterLink: AfterLink): Connect {
  const { outbox, link } = kit;
  const codes = createCodes(kit);
  const question = createNumberQuestion(kit);
  const composer = new Composer<BotContext>();

  /** False, and said so, when there is nothing to link. */
  async function unlinked(chat: number): Promise<boolean> {
    const state = link.state();
    if (state.is !== 'online') return true;
    const voice = await kit.voiceOf(chat);
    await outbox.send(chat, screen([voice.t('connect-already', { phone: formatPhone(state.phone) })]), {
      answer: true,
      removeKeys: true,
    });
    return false;
  }

  async function askPicture(ctx: BotContext) {
    const chat = ctx.chat?.id ?? 0;
    await question.close(ctx);
    if (await unlinked(chat)) await codes.showPicture(chat);
  }

  /** A number that was given before is not asked for again. */
  async function askLetters(ctx: BotContext, again = codes.number(ctx.chat?.id ?? 0)) {
    const chat = ctx.chat?.id ?? 0;
    if (!(await unlinked(chat))) return;
    if (link.identity().linked) return link.connect();
    await (again ? codes.askLetters(chat, again) : question.ask(ctx));
  }

  async function takeNumber(ctx: BotContext): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const answer = await question.read(ctx);
    if (answer.is === 'wrong') return false;
    if (answer.is === 'stop') {
      const voice = await kit.voiceOf(chat);
      await outbox.send(chat, screen([voice.t('connect-cancelled')]), { answer: true, removeKeys: true });
      await codes.leave(chat);
    } else if ((await unlinked(chat)) && answer.is === 'phone') await codes.askLetters(chat, answer.phone);
    return true;
  }

  composer.command(typed('connect'), askPicture);
  composer.callbackQuery(['connect:start', 'connect:qr'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, link.state().is === 'online' ? undefined : voice.t('connect-asking'));
    if (link.state().is !== 'online') await kit.record(ctx, 'link-asked');
    await askPicture(ctx);
  });
  composer.callbackQuery('connect:code', async (ctx) => {
    await toast(ctx);
    await askLetters(ctx);
  });
  composer.callbackQuery('connect:number', async (ctx) => {
    await toast(ctx);
    await askLetters(ctx, null);
  });
  composer.callbackQuery('connect:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-cancelled'));
    await question.close(ctx);
    await codes.leave(ctx.from.id);
    await afterLink.forget(ctx.from.id);
    await outbox.remove(ctx.from.id, tapped(ctx));
  });
  composer.callbackQuery('connect:retry', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-reconnecting'));
    if (link.state().is === 'replaced') await kit.record(ctx, 'link-taken');
    if (link.identity().linked) await link.connect();
    else await askPicture(ctx);
  });
  composer.callbackQuery('connect:out', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx);
    await kit.record(ctx, 'link-declined');
    await outbox.edit(ctx.from.id, tapped(ctx), outScreen(voice), { answer: true });
  });

  return {
    composer,
    ask: askPicture,
    leave: codes.leave,
    number: takeNumber,
    forget: question.forget,
    follow() {
      // Codes of before a restart are dead: they don't stay in the chats.
      void codes.draw(link.state());
      return link.watch((state, before) => {
        void codes
          .draw(state)
          .then(() => tellLink(kit, afterLink, state, before))
          .catch((error) => kit.log.error({ event: 'link-notice', err: error }));
      });
    },
  };
}
