/** Asking for a code: the picture, or letters for a number; neither once there is a link. */
import { formatPhone } from '../../queue/import/phone.ts';
import type { BotContext, Kit } from '../context.ts';
import type { Answer } from '../question.ts';
import { screen } from '../screen.ts';
import { type Codes, createCodes } from './codes.ts';
import { createNumberQuestion, type NumberQuestion } from './number.ts';

export interface Linking {
  /** C1. */
  askPicture(ctx: BotContext): Promise<void>;
  /** C5, after C4 where no number is known; `anew` asks for another one. */
  askLetters(ctx: BotContext, anew?: boolean): Promise<void>;
  /** The number of the phone that is to be linked. */
  readonly number: Answer;
  /** Takes back what is asked, and the chat's code. */
  giveUp(ctx: BotContext): Promise<void>;
  readonly forget: NumberQuestion['forget'];
  readonly leave: Codes['leave'];
  readonly draw: Codes['draw'];
}

export function createLinking(kit: Kit): Linking {
  const { outbox, link } = kit;
  const codes = createCodes(kit);
  const question = createNumberQuestion(kit);

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

  return {
    leave: codes.leave,
    draw: codes.draw,
    forget: question.forget,
    async askPicture(ctx) {
      const chat = ctx.chat?.id ?? 0;
      await question.close(ctx);
      if (await unlinked(chat)) await codes.showPicture(chat);
    },
    async askLetters(ctx, anew = false) {
      const chat = ctx.chat?.id ?? 0;
      if (!(await unlinked(chat))) return;
      if (link.identity().linked) return link.connect();
      const known = anew ? null : codes.number(chat);
      await (known ? codes.askLetters(chat, known) : question.ask(ctx));
    },
    async number(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const answer = await question.read(ctx);
      if (answer.is === 'wrong') return false;
      if (answer.is === 'stop') {
        const voice = await kit.voiceOf(chat);
        await outbox.send(chat, screen([voice.t('connect-cancelled')]), { answer: true, removeKeys: true });
        await codes.leave(chat);
      } else if ((await unlinked(chat)) && answer.is === 'phone') await codes.askLetters(chat, answer.phone);
      return true;
    },
    async giveUp(ctx) {
      await question.close(ctx);
      await codes.leave(ctx.chat?.id ?? 0);
    },
  };
}
