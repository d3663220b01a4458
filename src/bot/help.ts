/** `/help`: a topic is a few lines, and a button that does what they say. */
import { Composer } from 'grammy';
import type { Voice } from '../texts/texts.ts';
import { typed } from './commands.ts';
import { type BotContext, isAdmin, type Kit, tapped, toast } from './context.ts';
import { type Button, button, type Screen, screen } from './screen.ts';

const TOPICS = ['list', 'text', 'connect', 'limits', 'consent', 'trouble', 'power', 'team'] as const;
export type Topic = (typeof TOPICS)[number];
/** Of no use to operators. */
const ADMINS_ONLY: readonly Topic[] = ['power', 'team'];

export const topicsFor = (admin: boolean): readonly Topic[] =>
  admin ? TOPICS : TOPICS.filter((topic) => !ADMINS_ONLY.includes(topic));

/** H1. */
export const helpScreen = (voice: Voice, admin: boolean): Screen =>
  screen(
    [voice.t('help-show')],
    [
      ...topicsFor(admin).map((topic) => [button(voice.t(`help-b-${topic}`), `help:${topic}`)]),
      // Its screen and its looks are those of `doctor.ts`.
      admin ? [button(voice.t('help-b-doctor'), 'help:doctor')] : [],
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );

/** H2. `cap`: new people allowed today; null when there is no limit. */
export function topicScreen(voice: Voice, topic: Topic, cap: number | null): Screen {
  const today =
    cap === null
      ? voice.t('status-no-cap')
      : voice.t('help-limits-today', { cap: voice.many('newcomers', cap) });
  return screen([voice.t(`help-${topic}`), topic === 'limits' ? today : null], buttonsOf(voice, topic));
}

function buttonsOf(voice: Voice, topic: Topic): Button[][] {
  const back = button(voice.t('new-b-back'), 'help:show');
  const first = (key: string, payload: string) => button(voice.t(key), payload, 'primary');
  switch (topic) {
    case 'list':
      return [[first('menu-b-new', 'new:start')], [button(voice.t('help-b-sample'), 'help:sample'), back]];
    case 'text':
      return [[first('menu-b-new', 'new:start')], [back]];
    case 'connect':
      return [[first('menu-b-connect', 'connect:start')], [back]];
    case 'limits':
      return [
        [first('menu-b-settings', 'settings:show')],
        [button(voice.t('disk-b-status'), 'status:show'), back],
      ];
    case 'consent':
      return [[first('menu-b-optouts', 'optout:show')], [back]];
    case 'trouble':
      return [[first('disk-b-status', 'status:show')], [back]];
    case 'power':
      return [
        [first('help-b-restart', 'power:ask:restart')],
        [
          button(voice.t('help-b-hold'), 'power:ask:hold'),
          button(voice.t('help-b-logout'), 'power:ask:logout'),
        ],
        [back],
      ];
    case 'team':
      return [[first('help-b-people', 'ops:show')], [back]];
  }
}

export function createHelp(kit: Kit): Composer<BotContext> {
  const help = new Composer<BotContext>();

  async function faceOf(chat: number, topic: Topic | null): Promise<Screen> {
    const member = await kit.team.member(chat);
    const voice = kit.voice(member);
    if (topic === null) return helpScreen(voice, member !== null && isAdmin(kit, member));
    return topicScreen(voice, topic, (await kit.number.facts()).cap);
  }

  help.command(typed('help'), async (ctx) => {
    await kit.outbox.send(ctx.chat.id, await faceOf(ctx.chat.id, null), { answer: true });
  });
  help.callbackQuery('help:sample', async (ctx) => {
    await toast(ctx);
    const voice = await kit.voiceOf(ctx.from.id);
    const bytes = Buffer.from(`\ufeff${voice.t('help-sample-csv')}\n`);
    await kit.outbox.file(ctx.from.id, voice.t('help-sample-name'), bytes, {
      caption: voice.t('help-sample'),
      answer: true,
    });
  });
  help.callbackQuery(
    /^help:(show|excel|list|text|connect|limits|consent|trouble|power|team)$/,
    async (ctx) => {
      await toast(ctx);
      const asked = ctx.match[1] === 'excel' ? 'list' : ctx.match[1];
      const face = await faceOf(ctx.from.id, TOPICS.find((topic) => topic === asked) ?? null);
      // A card, or a complaint about a file, stays where it is.
      if (inHelp(ctx) && (await kit.outbox.edit(ctx.from.id, tapped(ctx), face, { answer: true })) === 'done')
        return;
      await kit.outbox.send(ctx.from.id, face, { answer: true });
    },
  );
  return help;
}

/** The tapped message is one of these screens: only they lead to others of them. */
function inHelp(ctx: BotContext): boolean {
  const keys = ctx.callbackQuery?.message?.reply_markup?.inline_keyboard.flat() ?? [];
  return keys.some((key) => 'callback_data' in key && /^help:(show|text)$/.test(key.callback_data ?? ''));
}
