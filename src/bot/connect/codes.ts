/** Codes in the chats: which chat shows a picture or letters, drawn anew with the link, never left there dead. */
import qrcode from 'qrcode';
import { formatPhone } from '../../queue/import/phone.ts';
import { GatewayError } from '../../queue/ports.ts';
import { type LinkState, TooManyCodes } from '../../whatsapp/link.ts';
import type { Kit } from '../context.ts';
import { screen } from '../screen.ts';
import {
  expiredScreen,
  lettersScreen,
  noLettersScreen,
  scanScreen,
  stuckScreen,
  tooManyScreen,
  typedScreen,
  unreachableScreen,
} from './screens.ts';

/** A chat that shows the picture; a message id of 0 waits for the first one. */
const QR = 'qr';
/** A chat that shows letters. */
const LETTERS = 'letters';
/** A chat that waits for letters; the message says so. */
const ASKING = 'letters-asked';

export interface Codes {
  /** C1: this chat shows the picture from now on. */
  showPicture(chat: number): Promise<void>;
  /** C5: asks for letters for this number; what comes of it is shown, whatever it is. */
  askLetters(chat: number, phone: string): Promise<void>;
  /** The number that this chat asked letters for last. */
  number(chat: number): string | null;
  /** Takes the chat's code away; where nobody shows one any more, the link stops waiting. */
  leave(chat: number): Promise<void>;
  /** Draws what the chats show; one after another. */
  draw(state: LinkState): Promise<void>;
}

export function createCodes(kit: Kit): Codes {
  const { outbox, chats, link, clock } = kit;
  const numbers = new Map<number, string>();
  let letters = '';
  let drawing: Promise<void> = Promise.resolve();

  /** Failures cost a view; the next state is drawn all the same. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    drawing = drawing.then(work).catch((error) => kit.log.error({ event: 'code', err: error }));
    return drawing;
  }

  const keep = (chatId: number, what: string, messageId: number) =>
    chats.keep({ chatId, what, messageId, threadId: null, drawn: '', at: clock.now() });

  /** Takes a message and its place away. */
  async function clear(chat: number, what: string) {
    const place = await chats.card(chat, what);
    if (!place) return;
    await chats.drop(chat, what);
    if (place.messageId) await outbox.remove(chat, place.messageId);
  }

  async function clearAll(whats: readonly string[]) {
    for (const what of whats) for (const { chatId } of await chats.cards(what)) await clear(chatId, what);
  }

  /** C3 in place of pictures, or why none came: a photo never becomes a text. */
  async function endPictures(face = expiredScreen) {
    for (const { chatId } of await chats.cards(QR)) {
      await clear(chatId, QR);
      await outbox.send(chatId, face(await kit.voiceOf(chatId)));
    }
  }

  /** C3 in place of letters; who waits for new ones needs no word about the old. */
  async function endLetters() {
    for (const { chatId, messageId } of await chats.cards(LETTERS)) {
      if (await chats.card(chatId, ASKING)) {
        await clear(chatId, LETTERS);
        continue;
      }
      await chats.drop(chatId, LETTERS);
      const face = expiredScreen(await kit.voiceOf(chatId));
      if ((await outbox.edit(chatId, messageId, face)) === 'gone') await outbox.send(chatId, face);
    }
  }

  async function drawNow(state: LinkState): Promise<void> {
    switch (state.is) {
      case 'connecting':
        return endLetters();
      case 'awaiting-scan':
        if (state.how === 'qr') {
          await endLetters();
          return drawPictures(state.text, state.expiresAt);
        }
        await endPictures();
        return drawLetters(state.text, state.expiresAt);
      case 'linking':
        return state.stuck ? drawStuck(state.stuck) : drawRead();
      case 'online':
        return clearAll([QR, LETTERS, ASKING]);
      case 'unreachable':
        await endPictures(unreachableScreen);
        return endLetters();
      default:
        await endPictures();
        await endLetters();
    }
  }

  async function drawPictures(text: string, expiresAt: number) {
    const png = await qrcode.toBuffer(text, { width: 800, margin: 4, errorCorrectionLevel: 'M' });
    for (const { chatId, messageId } of await chats.cards(QR)) {
      const face = scanScreen(await kit.voiceOf(chatId), expiresAt, clock.now());
      if (messageId && (await outbox.editPhoto(chatId, messageId, png, face)) === 'done') continue;
      const id = await outbox.photo(chatId, png, face);
      if (id) await keep(chatId, QR, id);
    }
  }

  async function drawLetters(text: string, expiresAt: number) {
    letters = text;
    for (const { chatId } of await chats.cards(ASKING)) {
      await clear(chatId, ASKING);
      const phone = formatPhone(numbers.get(chatId) ?? '');
      const face = lettersScreen(await kit.voiceOf(chatId), { letters: text, phone, expiresAt }, clock.now());
      const id = await outbox.send(chatId, face, { answer: true });
      if (id) await keep(chatId, LETTERS, id);
    }
  }

  /** C2. */
  async function drawRead() {
    for (const { chatId, messageId } of await chats.cards(QR)) {
      const voice = await kit.voiceOf(chatId);
      if (messageId) await outbox.editCaption(chatId, messageId, screen([voice.t('connect-scanned')]));
    }
    for (const { chatId, messageId } of await chats.cards(LETTERS))
      await outbox.edit(chatId, messageId, typedScreen(await kit.voiceOf(chatId), letters));
  }

  async function drawStuck(why: 'silence' | 'passkey') {
    for (const what of [QR, LETTERS])
      for (const { chatId } of await chats.cards(what)) {
        await clear(chatId, what);
        await outbox.send(chatId, stuckScreen(await kit.voiceOf(chatId), why));
      }
  }

  /** Letters did not come: why, and what can be done instead. */
  async function tellProblem(chat: number, phone: string, error: unknown) {
    await clear(chat, ASKING);
    const voice = await kit.voiceOf(chat);
    const refused = error instanceof GatewayError && error.reason === 'answer';
    const face =
      error instanceof TooManyCodes
        ? tooManyScreen(voice, error.until, clock.now())
        : noLettersScreen(voice, formatPhone(phone), refused);
    await outbox.send(chat, face, { answer: true });
  }

  return {
    number: (chat) => numbers.get(chat) ?? null,
    draw: (state) => inTurn(() => drawNow(state)),
    async showPicture(chat) {
      await inTurn(async () => {
        await clear(chat, QR);
        await keep(chat, QR, 0);
      });
      const state = link.state();
      if (state.is === 'awaiting-scan' && state.how === 'qr') return inTurn(() => drawNow(state));
      await link.connect();
    },
    async askLetters(chat, phone) {
      numbers.set(chat, phone);
      await inTurn(async () => {
        await clear(chat, QR);
        await clear(chat, ASKING);
        const asking = screen([(await kit.voiceOf(chat)).t('connect-asking')]);
        const note = await outbox.send(chat, asking, { answer: true, removeKeys: true });
        await keep(chat, ASKING, note ?? 0);
      });
      // Not awaited: WhatsApp may take its time, and other taps must not wait for it.
      link
        .pairWithCode(phone)
        // Linked meanwhile, by somebody else: no letters come.
        .then(() => inTurn(async () => void (link.identity().linked && (await clear(chat, ASKING)))))
        .catch((error: unknown) => inTurn(() => tellProblem(chat, phone, error)));
    },
    async leave(chat) {
      await inTurn(async () => {
        for (const what of [QR, LETTERS, ASKING]) await clear(chat, what);
      });
      const left = await Promise.all([QR, LETTERS, ASKING].map((what) => chats.cards(what)));
      if (left.flat().length === 0) await link.cancelScan();
    },
  };
}
