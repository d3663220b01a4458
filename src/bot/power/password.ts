/** The question for the admin password. It is open for two minutes; the message with the answer is deleted at once. */
import { z } from 'zod';
import { type BotContext, type Kit, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { type Answer, askFor } from '../question.ts';
import { type Screen, screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import { askScreen, GUARDED, type Guarded, troubleScreen } from './screens.ts';

/** How long the question stays open, and then the confirmation of what can't be undone. */
export const OPEN_FOR = 120_000;

export interface PasswordQuestion {
  ask(ctx: BotContext, what: Guarded): Promise<void>;
  readonly answer: Answer;
  /** Takes an open question back; false when there is none. */
  forget(chat: number): Promise<boolean>;
}

/** What was asked for, when; and the message of the question, which goes with its answer. */
const asked = z.object({ message: z.number(), at: z.number(), what: z.enum(GUARDED) });

/** `passed`: the password was right. `locked`: it was wrong once too often. */
export function createPasswordQuestion(
  kit: Kit,
  then: {
    passed(ctx: BotContext, what: Guarded): Promise<void>;
    locked(ctx: BotContext, what: Guarded): Promise<void>;
  },
): PasswordQuestion {
  const { outbox, clock, power, link } = kit;
  const question = createSlot(kit.chats, 'power', asked);
  const say = (chat: number, face: Screen) => outbox.send(chat, face, { answer: true });

  return {
    async ask(ctx, what) {
      if (!(await adminsOnly(kit, ctx))) return;
      await toast(ctx);
      const chat = ctx.chat?.id ?? 0;
      const voice = await kit.voiceOf(chat);
      if (!power.hasPassword) return void (await say(chat, troubleScreen(voice, { is: 'none' })));
      if (what === 'logout' && !link.identity().linked)
        return void (await say(chat, troubleScreen(voice, { is: 'not-linked' })));
      const message = await say(chat, askScreen(voice, what));
      await question.write(chat, { message: message ?? 0, at: clock.now(), what });
      await askFor(ctx, 'password');
    },
    async answer(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const voice = await kit.voiceOf(chat);
      const open = await question.read(chat);
      const deleted = ctx.message
        ? await outbox.remove(chat, ctx.message.message_id, { answer: true })
        : true;
      if (!deleted) await say(chat, screen([voice.t('power-not-deleted')]));
      if (!open || clock.now() - open.at > OPEN_FOR) {
        await question.erase(chat);
        await say(chat, troubleScreen(voice, { is: 'expired' }));
        return true;
      }
      const check = await power.checkPassword(ctx.message?.text ?? '');
      if (!check.ok && 'left' in check) {
        await kit.record(ctx, 'password-wrong', { detail: open.what });
        await say(chat, troubleScreen(voice, { is: 'wrong', left: check.left }));
        return false;
      }
      await question.erase(chat);
      if (check.ok) {
        if (open.message) await outbox.remove(chat, open.message);
        await then.passed(ctx, open.what);
      } else if (check.justNow) await then.locked(ctx, open.what);
      else {
        const at = voice.time(check.lockedUntil, clock.now());
        await say(chat, troubleScreen(voice, { is: 'locked-until', at }));
      }
      return true;
    },
    async forget(chat) {
      const open = await question.take(chat);
      return open !== null && clock.now() - open.at <= OPEN_FOR;
    },
  };
}
