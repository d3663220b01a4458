/** `connect:…`: linking WhatsApp by a picture or by letters. */
import { Composer } from 'grammy';
import { typed } from '../commands.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import type { AfterLink } from '../new/sending.ts';
import type { Answer } from '../question.ts';
import { createLinking } from './linking.ts';
import { tellLink } from './news.ts';
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
  const linking = createLinking(kit);
  const { askPicture, askLetters } = linking;
  const composer = new Composer<BotContext>();

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
    await askLetters(ctx, true);
  });
  composer.callbackQuery('connect:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-cancelled'));
    await linking.giveUp(ctx);
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
    leave: linking.leave,
    number: linking.number,
    forget: linking.forget,
    follow() {
      // Codes of before a restart are dead: they don't stay in the chats.
      void linking.draw(link.state());
      return link.watch((state, before) => {
        void linking
          .draw(state)
          .then(() => tellLink(kit, afterLink, state, before))
          .catch((error) => kit.log.error({ event: 'link-notice', err: error }));
      });
    },
  };
}
