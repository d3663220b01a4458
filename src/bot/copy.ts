/** A copied data folder: whatever is said or tapped, nothing happens but the question whether it is to go on here. */
import { Composer } from 'grammy';
import type { Voice } from '../texts/texts.ts';
import { type BotContext, isAdminsChat, type Kit, tapped, tellAdmins, toast } from './context.ts';
import { adminsOnly } from './guard.ts';
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
  const { power, outbox, chats } = kit;
  const composer = new Composer<BotContext>();

  composer.callbackQuery('power:copy:yes', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    if (!(await adminsOnly(kit, ctx))) return;
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
    await toast(ctx);
    const face = copyScreen(await kit.voiceOf(id), await isAdminsChat(kit, id));
    await outbox.send(id, face, { answer: true });
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
