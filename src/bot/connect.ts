/** Linking WhatsApp: the QR as a picture, replaced in place; what became of the link, said once to everybody. */
import { Composer } from 'grammy';
import qrcode from 'qrcode';
import type { Voice } from '../texts/texts.ts';
import type { LinkState } from '../whatsapp/link.ts';
import { type BotContext, type Kit, tapped, toast } from './context.ts';
import { button, countdown, type Screen, screen, withPart } from './screen.ts';

/** Where a chat shows the code; a message id of 0 waits for the first one. */
const QR = 'qr';

/** C1. */
export function scanScreen(voice: Voice, expiresAt: number, now: number): Screen {
  const sentence = voice.t('connect-scan', { when: '\u0000' });
  const wait = voice.t('time-in', { time: `${Math.max(1, Math.round((expiresAt - now) / 1000))} s` });
  return screen(
    [withPart(sentence, '\u0000', countdown(wait, expiresAt))],
    [[button(voice.t('connect-b-later'), 'connect:cancel')]],
  );
}

/** What a link that doesn't come back by itself says; `null` for states that need no message. */
export function linkScreen(voice: Voice, state: LinkState, now: number): Screen | null {
  const at = (when: number) => voice.time(when, now);
  const again = [[button(voice.t('connect-b-again'), 'connect:start', 'primary')]];
  switch (state.is) {
    case 'given-up':
      return screen(
        [voice.t('connect-lost', { at: at(state.since) })],
        [[button(voice.t('connect-b-retry'), 'connect:retry', 'primary')]],
      );
    case 'logged-out':
      if (state.why === 'by-us') return null;
      if (state.why === 'locked' || state.why === 'banned') return screen([voice.t('connect-locked')], again);
      if (state.why === 'by-phone') return screen([voice.t('connect-removed')], again);
      return screen([voice.t('connect-unknown', { code: state.code ?? '?' })], again);
    case 'banned':
      return screen([
        state.until === null
          ? voice.t('connect-banned-unknown')
          : voice.t('connect-banned', { until: at(state.until) }),
      ]);
    case 'replaced':
      return screen(
        [voice.t('connect-replaced', { at: at(state.at) })],
        [[button(voice.t('connect-b-take'), 'connect:retry')]],
      );
    case 'outdated':
      return screen([voice.t('connect-outdated')], [[button(voice.t('connect-b-retry'), 'connect:retry')]]);
    default:
      return null;
  }
}

/** C6, or F4 when nothing was ever sent. */
export function onlineScreen(
  voice: Voice,
  phone: string,
  goesOn: { id: number; done: number; people: number } | null,
): Screen {
  if (!goesOn)
    return screen(
      [voice.t('menu-first-link', { phone })],
      [[button(voice.t('menu-b-new'), 'new:start', 'primary')]],
    );
  const rest = { id: goesOn.id, done: voice.number(goesOn.done), people: voice.number(goesOn.people) };
  return screen(
    [voice.t('connect-online', { phone }), voice.t('connect-goes-on', rest)],
    [
      [button(voice.t('campaign-b-see'), `campaign:${goesOn.id}:show`)],
      [button(voice.t('menu-b-new'), 'new:start')],
    ],
  );
}

export interface Connect {
  readonly composer: Composer<BotContext>;
  /** Starts to follow the link; returns how to stop. */
  follow(): () => void;
}

export function createConnect(kit: Kit, formatPhone: (phone: string) => string): Connect {
  const { outbox, chats, link, clock } = kit;
  const composer = new Composer<BotContext>();
  let drawing: Promise<void> = Promise.resolve();

  async function ask(ctx: BotContext) {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const state = link.state();
    if (state.is === 'online') {
      await outbox.send(chat, screen([voice.t('connect-already', { phone: formatPhone(state.phone) })]), {
        answer: true,
      });
      return;
    }
    const before = await chats.card(chat, QR);
    if (before?.messageId) await outbox.remove(chat, before.messageId);
    await chats.keep({ chatId: chat, what: QR, messageId: 0, threadId: null, drawn: '', at: clock.now() });
    if (state.is === 'awaiting-scan') return redraw(state);
    await link.connect();
  }

  function redraw(state: LinkState): Promise<void> {
    drawing = drawing.then(() => draw(state)).catch((error) => kit.log.error({ event: 'qr', err: error }));
    return drawing;
  }

  async function draw(state: LinkState) {
    for (const place of await chats.cards(QR)) {
      const voice = await kit.voiceOf(place.chatId);
      if (state.is === 'awaiting-scan') await drawCode(place.chatId, place.messageId, voice, state);
      else if (state.is === 'linking' && place.messageId)
        await outbox.editCaption(
          place.chatId,
          place.messageId,
          screen([voice.t(state.stuck !== null ? 'connect-stuck' : 'connect-scanned')]),
        );
      else if (
        state.is === 'scan-expired' ||
        state.is === 'online' ||
        state.is === 'logged-out' ||
        state.is === 'offline'
      ) {
        await chats.drop(place.chatId, QR);
        if (place.messageId) await outbox.remove(place.chatId, place.messageId);
        if (state.is === 'scan-expired')
          await outbox.send(
            place.chatId,
            screen(
              [voice.t('connect-expired')],
              [[button(voice.t('connect-b-code'), 'connect:qr', 'primary')]],
            ),
          );
      }
    }
  }

  async function drawCode(
    chat: number,
    message: number,
    voice: Voice,
    state: Extract<LinkState, { is: 'awaiting-scan' }>,
  ) {
    if (state.how !== 'qr') return;
    const png = await qrcode.toBuffer(state.text, { width: 800, margin: 4, errorCorrectionLevel: 'M' });
    const face = scanScreen(voice, state.expiresAt, clock.now());
    if (message && (await outbox.editPhoto(chat, message, png, face)) === 'done') return;
    const id = await outbox.photo(chat, png, face);
    if (id)
      await chats.keep({ chatId: chat, what: QR, messageId: id, threadId: null, drawn: '', at: clock.now() });
  }

  /** Tells those whom it concerns: with sound, except where nobody has to do anything. */
  async function tell(state: LinkState, before: LinkState) {
    const members = (await kit.team.members()).filter((member) => !member.blocked);
    if (state.is === 'online') {
      const scanned = before.is === 'linking' || before.is === 'awaiting-scan';
      const late = before.is === 'given-up' || before.is === 'replaced' || before.is === 'logged-out';
      if (!scanned && !late) return;
      const [running] = (await kit.progress.active()).filter(({ state: its }) => its === 'running');
      const card = running ? await kit.progress.card(running.id) : null;
      const goesOn = card && { id: card.campaign.id, done: card.done, people: card.counts.people };
      for (const member of members)
        await outbox.send(member.id, onlineScreen(kit.voice(member), formatPhone(state.phone), goesOn), {
          loud: true,
        });
      return;
    }
    for (const member of members) {
      const face = linkScreen(kit.voice(member), state, clock.now());
      if (face) await outbox.send(member.id, face, { loud: true });
    }
  }

  composer.command(['connect', 'conectar'], ask);
  composer.callbackQuery(['connect:start', 'connect:qr'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, link.state().is === 'online' ? undefined : voice.t('connect-asking'));
    await ask(ctx);
  });
  composer.callbackQuery('connect:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-cancelled'));
    await chats.drop(ctx.from.id, QR);
    await outbox.remove(ctx.from.id, tapped(ctx));
    if ((await chats.cards(QR)).length === 0) await link.cancelScan();
  });
  composer.callbackQuery(['connect:retry', 'connect:wake', 'connect:awake'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(
      ctx,
      voice.t(ctx.callbackQuery.data === 'connect:awake' ? 'connect-awake' : 'connect-reconnecting'),
    );
    if (ctx.callbackQuery.data === 'connect:awake') return;
    if (link.identity().linked) await link.connect();
    else await ask(ctx);
  });

  return {
    composer,
    follow: () =>
      link.watch((state, before) => {
        void redraw(state)
          .then(() => tell(state, before))
          .catch((error) => kit.log.error({ event: 'link-notice', err: error }));
      }),
  };
}
