/** `connect:…`: linking WhatsApp by a picture or by letters; what became of the link, said once to everybody. */
import { Composer } from 'grammy';
import { formatPhone, parsePhone } from '../../queue/import/phone.ts';
import type { LinkState, LinkStateName } from '../../whatsapp/link.ts';
import { type BotContext, concerns, type Kit, tapped, toast } from '../context.ts';
import type { AfterLink } from '../new/sending.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { createCodes } from './codes.ts';
import { badNumberScreen, linkScreen, numberScreen, onlineScreen, outScreen } from './screens.ts';

export interface Connect {
  readonly composer: Composer<BotContext>;
  /** C1. */
  ask(ctx: BotContext): Promise<void>;
  /** The number of the phone that is to be linked. */
  readonly number: Answer;
  /** Takes an open question for the number back; false when there is none. */
  forget(chat: number): Promise<boolean>;
  /** Takes a chat's code away; where nobody shows one any more, the link stops waiting. */
  leave(chat: number): Promise<void>;
  /** Starts to follow the link; returns how to stop. */
  follow(): () => void;
}

/** The chat is asked for a number: its keyboard must go, whatever comes instead of an answer. */
const asked = (chat: number) => `number:${chat}`;

export function createConnect(kit: Kit, afterLink: AfterLink): Connect {
  const { outbox, chats, link } = kit;
  const codes = createCodes(kit);
  const composer = new Composer<BotContext>();

  /** False, and said so, when there is nothing to link. */
  async function unlinked(chat: number): Promise<boolean> {
    const state = link.state();
    if (state.is !== 'online') return true;
    const voice = await kit.voiceOf(chat);
    await outbox.send(chat, screen([voice.t('connect-already', { phone: formatPhone(state.phone) })]), {
      answer: true,
      removeKeys: true,
    });
    return false;
  }

  /** Takes an open question for the number back, with its keyboard: another way was chosen. */
  async function closeNumber(ctx: BotContext) {
    const chat = ctx.chat?.id ?? 0;
    if (!(await chats.read(asked(chat)))) return;
    await chats.erase(asked(chat));
    await closeQuestions(ctx);
    const voice = await kit.voiceOf(chat);
    // A keyboard goes with a message only; the keyboard stays away when that message goes.
    const note = await outbox.send(chat, screen([voice.t('connect-cancelled')]), {
      answer: true,
      removeKeys: true,
    });
    if (note) await outbox.remove(chat, note);
  }

  async function askPicture(ctx: BotContext) {
    const chat = ctx.chat?.id ?? 0;
    await closeNumber(ctx);
    if (await unlinked(chat)) await codes.showPicture(chat);
  }

  /** C4; a number that was given before is not asked for again. */
  async function askLetters(ctx: BotContext, again = codes.number(ctx.chat?.id ?? 0)) {
    const chat = ctx.chat?.id ?? 0;
    if (!(await unlinked(chat))) return;
    if (link.identity().linked) return link.connect();
    if (again) return codes.askLetters(chat, again);
    await outbox.send(chat, numberScreen(await kit.voiceOf(chat)), { answer: true });
    await chats.write(asked(chat), true);
    await askFor(ctx, 'number');
  }

  /** A number shared by a tap, typed, or in somebody's contact. */
  async function takeNumber(ctx: BotContext): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const contact = ctx.message?.contact?.phone_number;
    const text = ctx.message?.text ?? '';
    const stop = text === voice.t('connect-b-stop');
    // Contacts come without a plus, and always with the country code.
    const written = contact ? `+${contact.replace(/\D/g, '')}` : text;
    const parsed = parsePhone(written, kit.place().country);
    if (!stop && !parsed.ok && link.state().is !== 'online') {
      const noCountry = !contact && !kit.place().country && !written.trim().startsWith('+');
      await outbox.send(chat, badNumberScreen(voice, noCountry), { answer: true });
      return false;
    }
    await chats.erase(asked(chat));
    if (stop) {
      await outbox.send(chat, screen([voice.t('connect-cancelled')]), { answer: true, removeKeys: true });
      await codes.leave(chat);
    } else if ((await unlinked(chat)) && parsed.ok) await codes.askLetters(chat, parsed.phone);
    return true;
  }

  composer.command(['connect', 'conectar'], askPicture);
  composer.callbackQuery(['connect:start', 'connect:qr'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, link.state().is === 'online' ? undefined : voice.t('connect-asking'));
    if (link.state().is !== 'online') await kit.record(ctx, 'link-asked');
    await askPicture(ctx);
  });
  composer.callbackQuery('connect:code', async (ctx) => {
    await toast(ctx);
    await askLetters(ctx);
  });
  composer.callbackQuery('connect:number', async (ctx) => {
    await toast(ctx);
    await askLetters(ctx, null);
  });
  composer.callbackQuery('connect:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-cancelled'));
    await closeNumber(ctx);
    await codes.leave(ctx.from.id);
    await afterLink.forget(ctx.from.id);
    await outbox.remove(ctx.from.id, tapped(ctx));
  });
  composer.callbackQuery('connect:retry', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('connect-reconnecting'));
    if (link.state().is === 'replaced') await kit.record(ctx, 'link-taken');
    if (link.identity().linked) await link.connect();
    else await askPicture(ctx);
  });
  composer.callbackQuery('connect:out', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx);
    await kit.record(ctx, 'link-declined');
    await outbox.edit(ctx.from.id, tapped(ctx), outScreen(voice), { answer: true });
  });

  return {
    composer,
    ask: askPicture,
    leave: codes.leave,
    number: takeNumber,
    async forget(chat) {
      if (!(await chats.read(asked(chat)))) return false;
      await chats.erase(asked(chat));
      return true;
    },
    follow() {
      // Codes of before a restart are dead: they don't stay in the chats.
      void codes.draw(link.state());
      return link.watch((state, before) => {
        void codes
          .draw(state)
          .then(() => tell(kit, afterLink, state, before))
          .catch((error) => kit.log.error({ event: 'link-notice', err: error }));
      });
    },
  };
}

/** What was told with a sound; that it is over is told too. */
const ENDED: readonly LinkStateName[] = ['given-up', 'replaced', 'logged-out', 'banned', 'outdated'];

/** Tells those whom it concerns: with sound, except where nobody has to do anything. */
async function tell(kit: Kit, afterLink: AfterLink, state: LinkState, before: LinkState) {
  const members = (await kit.team.members()).filter((member) => !member.blocked);
  // Taken over before this start: it was told then.
  if (state.is === 'replaced' && before.is === 'offline') return;
  if (state.is === 'online') {
    const scanned = before.is === 'linking' || before.is === 'awaiting-scan';
    const late = ENDED.includes(before.is);
    if (!scanned && !late) return;
    const [running] = (await kit.progress.active()).filter(({ state: its }) => its === 'running');
    const card = running ? await kit.progress.card(running.id) : null;
    const goesOn = card && { id: card.campaign.id, done: card.done, people: card.counts.people };
    const first = (await kit.control.list({ limit: 1, offset: 0 })).total === 0;
    for (const member of members) {
      const voice = kit.voice(member);
      const phone = formatPhone(state.phone);
      const waits = await afterLink.waits(member.id);
      const face = waits
        ? screen([voice.t('connect-online', { phone })])
        : onlineScreen(voice, phone, { first, goesOn });
      await kit.outbox.send(member.id, face, { loud: concerns(kit, member, null) });
      if (waits) await afterLink.goOn(member.id);
    }
    return;
  }
  for (const member of members) {
    const face = linkScreen(kit.voice(member), state, kit.clock.now());
    if (face) await kit.outbox.send(member.id, face, { loud: concerns(kit, member, null) });
  }
}
