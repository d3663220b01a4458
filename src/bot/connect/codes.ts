/** Codes in the chats: which chat shows a picture or letters, asked for and taken away. */
import { formatPhone } from '../../queue/import/phone.ts';
import { GatewayError } from '../../queue/ports.ts';
import { type LinkState, TooManyCodes } from '../../whatsapp/link.ts';
import type { Kit } from '../context.ts';
import { clearPlace, keepPlace } from '../places.ts';
import { screen } from '../screen.ts';
import { ASKING, CODES, createDrawing, QR } from './drawing.ts';
import { noLettersScreen, tooManyScreen } from './screens.ts';

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
  const { outbox, chats, link } = kit;
  const numbers = new Map<number, string>();
  const number = (chat: number) => numbers.get(chat) ?? null;
  const drawNow = createDrawing(kit, number);
  let drawing: Promise<void> = Promise.resolve();

  /** Failures cost a view; the next state is drawn all the same. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    drawing = drawing.then(work).catch((error) => kit.log.error({ event: 'code', err: error }));
    return drawing;
  }

  return {
    number,
    draw: (state) => inTurn(() => drawNow(state)),
    async showPicture(chat) {
      await inTurn(async () => {
        await clearPlace(kit, chat, QR);
        await keepPlace(kit, { chat, what: QR, message: 0 });
      });
      const state = link.state();
      if (state.is === 'awaiting-scan' && state.how === 'qr') return inTurn(() => drawNow(state));
      await link.connect();
    },
    async askLetters(chat, phone) {
      numbers.set(chat, phone);
      await inTurn(async () => {
        await clearPlace(kit, chat, QR);
        await clearPlace(kit, chat, ASKING);
        const asking = screen([(await kit.voiceOf(chat)).t('connect-asking')]);
        const note = await outbox.send(chat, asking, { answer: true, removeKeys: true });
        await keepPlace(kit, { chat, what: ASKING, message: note ?? 0 });
      });
      // Not awaited: WhatsApp may take its time, and other taps must not wait for it.
      link
        .pairWithCode(phone)
        // Linked meanwhile, by somebody else: no letters come.
        .then(() =>
          inTurn(async () => void (link.identity().linked && (await clearPlace(kit, chat, ASKING)))),
        )
        .catch((error: unknown) => inTurn(() => tellProblem(kit, chat, phone, error)));
    },
    async leave(chat) {
      await inTurn(async () => {
        for (const what of CODES) await clearPlace(kit, chat, what);
      });
      const left = await Promise.all(CODES.map((what) => chats.cards(what)));
      if (left.flat().length === 0) await link.cancelScan();
    },
  };
}

/** Letters did not come: why, and what can be done instead. */
async function tellProblem(kit: Kit, chat: number, phone: string, error: unknown) {
  await clearPlace(kit, chat, ASKING);
  const voice = await kit.voiceOf(chat);
  const refused = error instanceof GatewayError && error.reason === 'answer';
  const face =
    error instanceof TooManyCodes
      ? tooManyScreen(voice, error.until, kit.clock.now())
      : noLettersScreen(voice, formatPhone(phone), refused);
  await kit.outbox.send(chat, face, { answer: true });
}
