/** I1 and I2: that an idle link will sleep, that it sleeps, and the taps that keep it up or wake it. */
import { Composer } from 'grammy';
import type { Member } from '../../team/team.ts';
import type { Voice } from '../../texts/texts.ts';
import type { IdleNews } from '../../upkeep/power.ts';
import { type BotContext, isAdmin, type Kit, tapped, toast } from '../context.ts';
import { clearPlace, keepPlace } from '../places.ts';
import { button, type Screen, screen } from '../screen.ts';

/** The message that is edited as the link falls asleep. */
const IDLE = 'idle';
/** Who used the bot within this time is told. */
const RECENT = 24 * 3_600_000;

/** I1. */
export const drowsyScreen = (voice: Voice, inMs: number): Screen =>
  screen(
    [voice.t('connect-drowsy', { time: voice.duration(inMs) })],
    [[button(voice.t('connect-b-awake'), 'connect:awake')]],
  );

/** I2. */
export const asleepScreen = (voice: Voice): Screen =>
  screen([voice.t('connect-asleep')], [[button(voice.t('connect-b-wake'), 'connect:wake')]]);

export const awakeScreen = (voice: Voice): Screen => screen([voice.t('connect-awake')]);

/** Who used the bot lately; an admin in any case, the one who was here last. */
export function idleReaders(
  members: readonly Member[],
  settings: Pick<Kit, 'admins'>,
  now: number,
): readonly Member[] {
  const reachable = members.filter(({ blocked }) => !blocked);
  const recent = reachable.filter(({ lastSeenAt }) => lastSeenAt !== null && now - lastSeenAt < RECENT);
  if (recent.some((member) => isAdmin(settings, member))) return recent;
  const [admin] = reachable
    .filter((member) => isAdmin(settings, member))
    .toSorted((a, b) => (b.lastSeenAt ?? 0) - (a.lastSeenAt ?? 0));
  return admin ? [...recent, admin] : recent;
}

export interface IdleArea {
  readonly composer: Composer<BotContext>;
  /** Starts to tell; returns how to stop. */
  follow(): () => void;
}

export function createIdle(kit: Kit): IdleArea {
  const { chats, outbox, idle, link, clock } = kit;
  const composer = new Composer<BotContext>();
  let telling: Promise<void> = Promise.resolve();

  async function tell(news: IdleNews) {
    switch (news.is) {
      case 'notice':
        // What was told the last time is old by now.
        for (const { chatId } of await chats.cards(IDLE)) await clearPlace(kit, chatId, IDLE);
        for (const member of idleReaders(await kit.team.members(), kit, clock.now()))
          await send(member.id, drowsyScreen(kit.voice(member), news.inMs));
        return;
      case 'asleep':
        return redraw(asleepScreen);
      case 'cancelled':
      case 'woke':
        await redraw(awakeScreen);
        for (const { chatId } of await chats.cards(IDLE)) await chats.drop(chatId, IDLE);
        return;
    }
  }

  async function send(chat: number, face: Screen) {
    const message = await outbox.send(chat, face);
    if (message) await keepPlace(kit, { chat, what: IDLE, message });
  }

  /** One message tells it all; where it was deleted nothing is missing. */
  async function redraw(draw: (voice: Voice) => Screen) {
    for (const { chatId, messageId } of await chats.cards(IDLE))
      await outbox.edit(chatId, messageId, draw(await kit.voiceOf(chatId)));
  }

  composer.callbackQuery(['connect:awake', 'connect:wake'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    const sleeps = link.state().is === 'asleep';
    await toast(ctx, voice.t(sleeps ? 'connect-waking' : 'connect-awake'));
    idle.stayAwake();
    const place = await chats.card(ctx.from.id, IDLE);
    if (place?.messageId === tapped(ctx)) {
      await chats.drop(ctx.from.id, IDLE);
      await outbox.edit(ctx.from.id, tapped(ctx), awakeScreen(voice), { answer: true });
    }
    if (sleeps) await link.wake();
  });

  return {
    composer,
    follow: () =>
      idle.watch((news) => {
        telling = telling
          .then(() => tell(news))
          .catch((error) => kit.log.error({ event: 'idle-notice', err: error }));
      }),
  };
}
