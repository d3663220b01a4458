/** A copied data folder: whatever is said or tapped, nothing happens but the question whether it is to go on here. */
import { Composer } from 'grammy';
import type { Voice } from '../texts/texts.ts';
import { type BotContext, isAdmin, type Kit, tapped, tellAdmins, toast } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

/** Which start has told it; the question comes once, not with every restart. */
const TOLD = 'copy-told';

export const copyScreen = (voice: Voice, admin: boolean): Screen =>
  screen(
    [voice.t('power-copy')],
    admin
      ? [
          [button(voice.t('power-b-copy'), 'power:copy:yes', 'danger')],
          [button(voice.t('power-b-still'), 'power:copy:no')],
        ]
      : [],
  );

export interface CopyArea {
  /** Before everything else. */
  readonly composer: Composer<BotContext>;
  /** Asks the admins, once. */
  announce(): Promise<void>;
}

export function createCopy(kit: Kit): CopyArea {
  const { power, outbox, chats, team } = kit;
  const composer = new Composer<BotContext>();

  composer.callbackQuery('power:copy:yes', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    const member = await team.member(ctx.from.id);
    if (!member || !isAdmin(kit, member)) return toast(ctx, voice.t('guard-admins'));
    // The original reads the same chat: it answers for as long as it runs.
    if (!power.isCopy()) return toast(ctx, voice.t('power-original'));
    await toast(ctx);
    await kit.record(ctx, 'copy-adopted');
    await chats.erase(TOLD);
    await power.adopt();
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t('power-adopted')]), { answer: true });
  });
  composer.callbackQuery('power:copy:no', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, power.isCopy() ? voice.t('power-still') : voice.t('power-original'));
  });

  composer.use(async (ctx, next) => {
    if (!power.isCopy()) return next();
    const id = ctx.from?.id ?? 0;
    const voice = await kit.voiceOf(id);
    const member = await team.member(id);
    await toast(ctx);
    await outbox.send(id, copyScreen(voice, member !== null && isAdmin(kit, member)), { answer: true });
  });

  return {
    composer,
    async announce() {
      if (!power.isCopy() || (await chats.read(TOLD))) return;
      await tellAdmins(kit, (voice) => copyScreen(voice, true), { loud: true });
      await chats.write(TOLD, true);
    },
  };
}
