/** How the link's state is drawn in the chats that show a code: never one that is dead. */
import qrcode from 'qrcode';
import { formatPhone } from '../../queue/import/phone.ts';
import type { Voice } from '../../texts/texts.ts';
import type { LinkState } from '../../whatsapp/link.ts';
import type { Kit } from '../context.ts';
import { clearPlace, keepPlace } from '../places.ts';
import { type Screen, screen } from '../screen.ts';
import {
  expiredScreen,
  lettersScreen,
  scanScreen,
  stuckScreen,
  typedScreen,
  unreachableScreen,
} from './screens.ts';

/** A chat that shows the picture; a message id of 0 waits for the first one. */
export const QR = 'qr';
/** A chat that shows letters. */
const LETTERS = 'letters';
/** A chat that waits for letters; the message says so. */
export const ASKING = 'letters-asked';
export const CODES = [QR, LETTERS, ASKING] as const;

/** `numberOf` is the number that a chat asked letters for last. */
export function createDrawing(
  kit: Kit,
  numberOf: (chat: number) => string | null,
): (state: LinkState) => Promise<void> {
  let letters = '';
  return async (state) => {
    switch (state.is) {
      case 'connecting':
        return endLetters(kit);
      case 'awaiting-scan':
        if (state.how === 'qr') {
          await endLetters(kit);
          return drawPictures(kit, state.text, state.expiresAt);
        }
        await endPictures(kit, expiredScreen);
        letters = state.text;
        return drawLetters(kit, letters, state.expiresAt, numberOf);
      case 'linking':
        return state.stuck ? drawStuck(kit, state.stuck) : drawRead(kit, letters);
      case 'online':
        return clearAll(kit);
      case 'unreachable':
        await endPictures(kit, unreachableScreen);
        return endLetters(kit);
      default:
        await endPictures(kit, expiredScreen);
        return endLetters(kit);
    }
  };
}

/** C1. */
async function drawPictures(kit: Kit, text: string, expiresAt: number) {
  const { chats, outbox, clock } = kit;
  const png = await qrcode.toBuffer(text, { width: 800, margin: 4, errorCorrectionLevel: 'M' });
  for (const { chatId: chat, messageId } of await chats.cards(QR)) {
    const face = scanScreen(await kit.voiceOf(chat), expiresAt, clock.now());
    if (messageId && (await outbox.editPhoto(chat, messageId, png, face)) === 'done') continue;
    const message = await outbox.photo(chat, png, face);
    if (message) await keepPlace(kit, { chat, what: QR, message });
  }
}

/** C5. */
async function drawLetters(
  kit: Kit,
  letters: string,
  expiresAt: number,
  numberOf: (chat: number) => string | null,
) {
  for (const { chatId: chat } of await kit.chats.cards(ASKING)) {
    await clearPlace(kit, chat, ASKING);
    const code = { letters, phone: formatPhone(numberOf(chat) ?? ''), expiresAt };
    const face = lettersScreen(await kit.voiceOf(chat), code, kit.clock.now());
    const message = await kit.outbox.send(chat, face, { answer: true });
    if (message) await keepPlace(kit, { chat, what: LETTERS, message });
  }
}

/** C2. */
async function drawRead({ chats, outbox, voiceOf }: Kit, letters: string) {
  for (const { chatId, messageId } of await chats.cards(QR)) {
    const voice = await voiceOf(chatId);
    if (messageId) await outbox.editCaption(chatId, messageId, screen([voice.t('connect-scanned')]));
  }
  for (const { chatId, messageId } of await chats.cards(LETTERS))
    await outbox.edit(chatId, messageId, typedScreen(await voiceOf(chatId), letters));
}

async function drawStuck(kit: Kit, why: 'silence' | 'passkey') {
  for (const what of [QR, LETTERS])
    for (const { chatId } of await kit.chats.cards(what)) {
      await clearPlace(kit, chatId, what);
      await kit.outbox.send(chatId, stuckScreen(await kit.voiceOf(chatId), why));
    }
}

/** C3 in place of pictures, or why none came: a photo never becomes a text. */
async function endPictures(kit: Kit, face: (voice: Voice) => Screen) {
  for (const { chatId } of await kit.chats.cards(QR)) {
    await clearPlace(kit, chatId, QR);
    await kit.outbox.send(chatId, face(await kit.voiceOf(chatId)));
  }
}

/** C3 in place of letters; who waits for new ones needs no word about the old. */
async function endLetters(kit: Kit) {
  const { chats, outbox } = kit;
  for (const { chatId, messageId } of await chats.cards(LETTERS)) {
    if (await chats.card(chatId, ASKING)) {
      await clearPlace(kit, chatId, LETTERS);
      continue;
    }
    await chats.drop(chatId, LETTERS);
    const face = expiredScreen(await kit.voiceOf(chatId));
    if ((await outbox.edit(chatId, messageId, face)) === 'gone') await outbox.send(chatId, face);
  }
}

async function clearAll(kit: Kit) {
  for (const what of CODES)
    for (const { chatId } of await kit.chats.cards(what)) await clearPlace(kit, chatId, what);
}
