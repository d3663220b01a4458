/** C4: the question for the number of the phone that is to be linked, answered by a tap on its keyboard or in words. */
import { z } from 'zod';
import { parsePhone } from '../../queue/import/phone.ts';
import type { BotContext, Kit } from '../context.ts';
import { askFor, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import { badNumberScreen, numberScreen } from './screens.ts';

/** What became of a message that came in answer. */
export type NumberAnswer =
  | { is: 'phone'; phone: string }
  | { is: 'stop' }
  /** No number. */
  | { is: 'wrong' }
  /** No number, and none is needed: it is linked by now. */
  | { is: 'late' };

export interface NumberQuestion {
  ask(ctx: BotContext): Promise<void>;
  /** A number shared by a tap, typed, or in somebody's contact. What is wrong is told, and the question stays open. */
  read(ctx: BotContext): Promise<NumberAnswer>;
  /** Another way was chosen: takes an open question back, with its keyboard. */
  close(ctx: BotContext): Promise<void>;
  /** Takes an open question back; false when there is none. */
  forget(chat: number): Promise<boolean>;
}

export function createNumberQuestion(kit: Kit): NumberQuestion {
  const { outbox, link } = kit;
  /** The chat is asked: its keyboard must go, whatever comes instead of an answer. */
  const asked = createSlot(kit.chats, 'number', z.literal(true));

  async function forget(chat: number): Promise<boolean> {
    if (!(await asked.read(chat))) return false;
    await asked.erase(chat);
    return true;
  }

  return {
    forget,
    async ask(ctx) {
      const chat = ctx.chat?.id ?? 0;
      await outbox.send(chat, numberScreen(await kit.voiceOf(chat)), { answer: true });
      await asked.write(chat, true);
      await askFor(ctx, 'number');
    },
    async read(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const voice = await kit.voiceOf(chat);
      const contact = ctx.message?.contact?.phone_number;
      const text = ctx.message?.text ?? '';
      const stop = text === voice.t('connect-b-stop');
      // Contacts come without a plus, and always with the country code.
      const written = contact ? `+${contact.replace(/\D/g, '')}` : text;
      const parsed = parsePhone(written, kit.place().country);
      if (!stop && !parsed.ok && link.state().is !== 'online') {
        const noCountry = !contact && !kit.place().country && !written.trim().startsWith('+');
        await outbox.send(chat, badNumberScreen(voice, noCountry), { answer: true });
        return { is: 'wrong' };
      }
      await asked.erase(chat);
      if (stop) return { is: 'stop' };
      return parsed.ok ? { is: 'phone', phone: parsed.phone } : { is: 'late' };
    },
    async close(ctx) {
      const chat = ctx.chat?.id ?? 0;
      if (!(await forget(chat))) return;
      await closeQuestions(ctx);
      const voice = await kit.voiceOf(chat);
      // A keyboard goes with a message only; the keyboard stays away when that message goes.
      const note = await outbox.send(chat, screen([voice.t('connect-cancelled')]), {
        answer: true,
        removeKeys: true,
      });
      if (note) await outbox.remove(chat, note);
    },
  };
}
