/**
 * An operator replies to somebody's answer: that goes to them in WhatsApp. The wish is kept before anything else, so
 * that a kill loses nothing; its receipt is a 👍, or in words what went wrong.
 */
import { Composer } from 'grammy';
import type { AnswerResult, Asking } from '../../queue/answers.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { createLines } from '../lines.ts';
import { asWritten } from '../marks.ts';
import { fetchFile } from '../new/fetching.ts';
import { refusalScreen } from '../new/file-screens.ts';
import { button, type Screen, screen } from '../screen.ts';
import { attachmentOf } from '../upload.ts';
import { createWishes, type Wish } from './wishes.ts';

export interface AnswerArea {
  /** Before all questions: a reply to a person's message is never an answer to the bot. */
  readonly composer: Composer<BotContext>;
  /** Goes on with what was wished before a restart. */
  resume(): Promise<void>;
}

/** Why an answer isn't out. */
export function answerScreen(voice: Voice, result: Exclude<AnswerResult, { is: 'accepted' }>): Screen {
  const status = [[button(voice.t('disk-b-status'), 'status:show')]];
  if (result.is === 'late') return screen([voice.t('reply-answer-late')], status);
  if (result.reason === 'opted-out')
    return screen([voice.t('reply-answer-listed')], [[button(voice.t('optout-b-list'), 'optout:show')]]);
  const reason = voice.t(`report-reason-${result.reason}`);
  return screen([voice.t('reply-answer-failed', { reason })], status);
}

/** Nobody knows any more whose message was replied to. */
export const goneScreen = (voice: Voice): Screen =>
  screen([voice.t('reply-answer-gone')], [[button(voice.t('menu-b-campaigns'), 'list:1')]]);

export function createAnswering(kit: Kit): AnswerArea {
  const { answers, outbox, chats, log } = kit;
  const composer = new Composer<BotContext>();
  const lines = createLines();
  const wishes = createWishes(chats);

  function begin(chat: number, wish: Wish) {
    lines(chat, async () => {
      await perform(kit, chat, wish);
      await wishes.done(chat, wish.message);
    }).catch((error) => log.error({ event: 'answer', err: error }));
  }

  composer.on('message', async (ctx, next) => {
    const shown = await repliedTo(kit, ctx);
    if (!shown) return next();
    const { message } = ctx;
    const chat = message.chat.id;
    const file = attachmentOf(message);
    const text = asWritten(
      message.text ?? message.caption ?? '',
      message.text === undefined ? message.caption_entities : message.entities,
    );
    if (!file && text.trim() === '') {
      const face = screen([(await kit.voiceOf(chat)).t('reply-answer-kind')]);
      return void (await outbox.send(chat, face, { answer: true, replyTo: message.message_id }));
    }
    const wish = { message: message.message_id, ref: shown.person.ref, by: actorOf(ctx), text, file };
    await wishes.keep(chat, wish);
    begin(chat, wish);
  });

  answers.onResult(async ({ chat, message }: Asking, result) => {
    if (result.is === 'accepted') await outbox.react(chat, message, '👍');
    else
      await outbox.send(chat, answerScreen(await kit.voiceOf(chat), result), {
        answer: true,
        replyTo: message,
      });
  });

  return {
    composer,
    async resume() {
      for (const { id } of await kit.team.members()) for (const wish of await wishes.of(id)) begin(id, wish);
    },
  };
}

const withoutButtons = ({ text, entities }: Screen): Screen => ({ text, entities, buttons: [] });

/** Whose message the operator has replied to, if it shows one of a person. */
async function repliedTo({ replies }: Kit, { message }: BotContext) {
  const to = message?.reply_to_message?.message_id;
  if (!message || to === undefined || message.text?.startsWith('/')) return null;
  return replies.shown(message.chat.id, to);
}

/** Fetches what is to be sent and puts it into the queue; why not, as a reply. */
async function perform(kit: Kit, chat: number, wish: Wish) {
  const { answers, people, outbox } = kit;
  const voice = await kit.voiceOf(chat);
  const say = (face: Screen) => outbox.send(chat, face, { answer: true, replyTo: wish.message });
  const to = await people.person(wish.ref);
  if (!to) return void (await say(goneScreen(voice)));
  const fetched = wish.file && (await fetchFile(kit, wish.file, false));
  if (fetched && !fetched.ok) return void (await say(withoutButtons(refusalScreen(voice, fetched.refusal))));
  const what = { text: wish.text, ...(fetched ? { file: fetched.received } : {}) };
  const started = await answers.send(wish.by, to, { chat, message: wish.message }, what);
  if (started.ok) return;
  if (started.why === 'opted-out') await say(answerScreen(voice, { is: 'failed', reason: 'opted-out' }));
  else await say(withoutButtons(refusalScreen(voice, started.problem)));
}
