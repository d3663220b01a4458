/** `/start` and the menu. */
import { Composer } from 'grammy';
import type { Today } from '../queue/progress.ts';
import type { Voice } from '../texts/texts.ts';
import type { LinkState } from '../whatsapp/link.ts';
import { typed } from './commands.ts';
import { type BotContext, type Kit, toast } from './context.ts';
import { tellImported } from './imported.ts';
import { button, clip, type Screen, screen } from './screen.ts';

export interface MenuFacts {
  readonly link: LinkState;
  /** Campaigns that run. */
  readonly sending: number;
  readonly today: Today;
  /** When the next scheduled campaign leaves. */
  readonly nextAt: number | null;
  readonly panelUrl: string | null;
}

/** M1: what is going on, and the way to everything. */
export function menuScreen(voice: Voice, facts: MenuFacts, now: number): Screen {
  const { link, sending, today, nextAt } = facts;
  // A link that sleeps wakes by itself.
  const online = link.is === 'online' || link.is === 'asleep';
  return screen(
    [
      linkLine(voice, link, sending),
      [
        voice.t('menu-today', {
          sent: voice.many('sent', today.sent),
          replies: voice.many('replies', today.replies),
        }),
        ...(nextAt === null ? [] : [voice.t('menu-next', { at: voice.moment(nextAt, now) })]),
      ].join(' '),
    ],
    [
      [
        online
          ? button(voice.t('menu-b-new'), 'new:start', 'primary')
          : button(voice.t('menu-b-connect'), 'connect:start', 'primary'),
      ],
      online ? [] : [button(voice.t('menu-b-new'), 'new:start')],
      link.is === 'asleep' ? [button(voice.t('connect-b-wake'), 'connect:wake')] : [],
      [button(voice.t('menu-b-campaigns'), 'list:1'), button(voice.t('menu-b-status'), 'status:show')],
      [button(voice.t('menu-b-stats'), 'stats:day'), button(voice.t('menu-b-optouts'), 'optout:show')],
      [button(voice.t('menu-b-settings'), 'settings:show'), button(voice.t('menu-b-help'), 'help:show')],
      [facts.panelUrl ? { label: voice.t('menu-b-panel'), app: facts.panelUrl } : null],
    ],
  );
}

function linkLine(voice: Voice, link: LinkState, sending: number): string {
  switch (link.is) {
    case 'online':
      return sending > 0 ? voice.t('menu-online-sending', { count: sending }) : voice.t('menu-online-idle');
    case 'reconnecting':
      return voice.t('menu-reconnecting', { attempt: link.attempt, of: link.of });
    case 'asleep':
      return voice.t('menu-asleep');
    case 'connecting':
    case 'given-up':
    case 'banned':
    case 'replaced':
    case 'outdated':
      return voice.t('menu-offline');
    default:
      return voice.t('menu-not-linked');
  }
}

/** F2: the first admin has claimed the bot. */
export function claimedScreen(voice: Voice, name: string): Screen {
  return screen(
    [voice.t('menu-claimed', { name: clip(name, 16) })],
    [[button(voice.t('menu-b-connect'), 'connect:start', 'primary')]],
  );
}

/** M1 at the bottom of the chat. */
export async function showMenu(kit: Kit, ctx: BotContext): Promise<void> {
  const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
  const active = await kit.progress.active();
  // One that was missed waits for a person's word, and has no time.
  const next = (await kit.progress.upcoming()).find(({ missedAt }) => missedAt === null);
  const facts: MenuFacts = {
    link: kit.link.state(),
    sending: active.filter(({ state }) => state === 'running').length,
    today: await kit.progress.today(),
    nextAt: next?.dueAt ?? null,
    panelUrl: kit.panelUrl,
  };
  await kit.outbox.send(ctx.chat?.id ?? 0, menuScreen(voice, facts, kit.clock.now()), { answer: true });
}

export function createMenu(kit: Kit): Composer<BotContext> {
  const menu = new Composer<BotContext>();
  menu.command(typed('start'), (ctx) => showMenu(kit, ctx));
  menu.callbackQuery('menu:show', async (ctx) => {
    await toast(ctx);
    await showMenu(kit, ctx);
  });
  menu.callbackQuery('ui:noop', (ctx) => toast(ctx));
  return menu;
}

/** F2, to who has claimed the bot. */
export async function welcome(kit: Kit, ctx: BotContext): Promise<void> {
  const voice = kit.voice(await kit.team.member(ctx.from?.id ?? 0));
  await kit.outbox.send(ctx.chat?.id ?? 0, claimedScreen(voice, ctx.from?.first_name ?? ''), {
    answer: true,
  });
  await tellImported(kit);
}
