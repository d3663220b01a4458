/** `/optouts`: who said no. */
import { Composer } from 'grammy';
import { maskPhone } from '../queue/import/phone.ts';
import type { OptOut } from '../queue/ports.ts';
import type { Voice } from '../texts/texts.ts';
import { type BotContext, type Kit, toast } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

/** B1. Numbers are masked: more people than one read this chat's phone. */
export function optOutScreen(
  voice: Voice,
  page: { total: number; entries: readonly OptOut[] },
  now: number,
): Screen {
  const menu = [[button(voice.t('menu-b-menu'), 'menu:show')]];
  if (page.total === 0) return screen([voice.t('optout-none')], menu);
  const last = page.entries
    .slice(0, 5)
    .map(({ person, at }) => `${person.phone ? maskPhone(person.phone) : '•••'} ${voice.time(at, now)}`);
  return screen(
    [
      voice.t('optout-show', { total: voice.number(page.total), count: page.total }),
      voice.t('optout-last', { list: last.join(', ') }),
    ],
    menu,
  );
}

export function createOptOut(kit: Kit): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  const show = async (ctx: BotContext) => {
    await toast(ctx);
    const chat = ctx.chat?.id ?? 0;
    const page = await kit.people.optOuts({ limit: 5 });
    const face = optOutScreen(await kit.voiceOf(chat), page, kit.clock.now());
    await kit.outbox.send(chat, face, { answer: true });
  };
  composer.command(['optouts', 'bajas', 'saidas'], show);
  composer.callbackQuery('optout:show', show);
  return composer;
}
