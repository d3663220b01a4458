/** Where messages stand that are changed or taken away later; a place without a message notes that something was told. */
import { type BotContext, type Kit, tapped } from './context.ts';
import type { Screen } from './screen.ts';

/** Notes that `what` is shown there. */
export const keepPlace = (
  { chats, clock }: Pick<Kit, 'chats' | 'clock'>,
  place: { chat: number; what: string; message: number; drawn?: string },
): Promise<void> =>
  chats.keep({
    ...{ chatId: place.chat, what: place.what, messageId: place.message, threadId: null },
    ...{ drawn: place.drawn ?? '', at: clock.now() },
  });

/** Takes a message and its place away. */
export async function clearPlace(
  { chats, outbox }: Pick<Kit, 'chats' | 'outbox'>,
  chat: number,
  what: string,
): Promise<void> {
  const place = await chats.card(chat, what);
  if (!place) return;
  await chats.drop(chat, what);
  if (place.messageId) await outbox.remove(chat, place.messageId);
}

/** Shows a screen in place of the message that was tapped; anew where nothing was, or where it is gone. */
export async function showInPlace(
  { outbox }: Pick<Kit, 'outbox'>,
  ctx: BotContext,
  face: Screen,
): Promise<void> {
  const chat = ctx.chat?.id ?? 0;
  const message = tapped(ctx);
  if (message && (await outbox.edit(chat, message, face, { answer: true })) === 'done') return;
  await outbox.send(chat, face, { answer: true });
}
