/** O9: something went wrong that nobody had expected. */
import type { Voice } from '../texts/texts.ts';
import { type BotContext, type Kit, toast } from './context.ts';
import { toldFull } from './disk.ts';
import { button, type Screen, screen } from './screen.ts';

export const errorScreen = (voice: Voice, code: string): Screen =>
  screen([voice.t('guard-error', { code })], [[button(voice.t('menu-b-menu'), 'menu:show')]]);

/** The person behind an update gets a code that stands in the log; the next update is taken all the same. */
export async function tellError(kit: Kit, ctx: BotContext, error: unknown): Promise<void> {
  const code = kit.dice.id(2);
  kit.log.error({ event: 'handler', code, err: error });
  await toast(ctx);
  if (ctx.chat?.type !== 'private') return;
  if (await toldFull(kit, ctx.chat.id, error)) return;
  const voice = await kit.voiceOf(ctx.chat.id);
  await kit.outbox.send(ctx.chat.id, errorScreen(voice, code), { answer: true }).catch(() => undefined);
}
