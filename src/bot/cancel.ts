/** `/cancel`: ends the question that stands beside the draft, if one is open; else the draft goes. */
import { Composer } from 'grammy';
import { typed } from './commands.ts';
import type { Connect } from './connect/connect.ts';
import { actorOf, type BotContext, type Kit } from './context.ts';
import type { New } from './new/new.ts';
import type { PowerArea } from './power/power.ts';
import { closeQuestions, isAboutDraft, openQuestion } from './question.ts';
import { button, screen } from './screen.ts';

/** The parts that take back what they have asked. */
export interface CancelParts {
  readonly connect: Pick<Connect, 'forget'>;
  readonly power: Pick<PowerArea, 'forget'>;
  readonly draft: Pick<New, 'dropped'>;
}

export function createCancel(kit: Kit, { connect, power, draft }: CancelParts): Composer<BotContext> {
  const composer = new Composer<BotContext>();

  /** The sentence for what was cancelled. */
  async function cancel(ctx: BotContext, chat: number): Promise<string> {
    const open = openQuestion(ctx);
    await closeQuestions(ctx);
    if (await power.forget(chat)) return 'power-cancelled';
    if (open !== null && !isAboutDraft(open)) return 'connect-cancelled';
    if (!(await kit.control.discard(actorOf(ctx)))) return 'menu-nothing';
    await draft.dropped(chat);
    return 'menu-cancelled';
  }

  composer.command(typed('cancel'), async (ctx) => {
    const chat = ctx.chat.id;
    const voice = await kit.voiceOf(chat);
    if (await connect.forget(chat)) {
      await closeQuestions(ctx);
      const face = screen([voice.t('connect-cancelled')]);
      return void (await kit.outbox.send(chat, face, { answer: true, removeKeys: true }));
    }
    const said = voice.t(await cancel(ctx, chat));
    const face = screen([said], [[button(voice.t('menu-b-menu'), 'menu:show')]]);
    await kit.outbox.send(chat, face, { answer: true });
  });
  return composer;
}
