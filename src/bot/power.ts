/** `/disable`, `/enable`, `/logout`: behind the admin password, whose message is deleted at once. */
import { Composer } from 'grammy';
import type { Actor } from '../queue/control/control.ts';
import { formatPhone } from '../queue/import/phone.ts';
import type { Voice } from '../texts/texts.ts';
import type { RestartSteps } from '../upkeep/power.ts';
import { actorOf, type BotContext, type Kit, tapped, tellAdmins, toast } from './context.ts';
import { adminsOnly } from './guard.ts';
import { type Answer, askFor, closeQuestions } from './question.ts';
import { button, type Screen, screen } from './screen.ts';

/** How long the question for the password stays open, and then the confirmation of what can't be undone. */
const OPEN_FOR = 120_000;
/** How long the way down waits for the chat to show a step. */
const SHOWN_WITHIN = 2_000;

const WHATS = ['restart', 'hold', 'logout'] as const;
/** What the panel may ask for: the password was right, and what can't be undone was confirmed there. */
export type PanelPower = 'restart' | 'hold' | 'enable' | 'unlink';
type What = (typeof WHATS)[number];

interface Asked {
  /** The question, which goes with its answer. */
  message: number;
  at: number;
  what: What;
}

/** P1, by what it is asked for. */
export const askScreen = (voice: Voice, what: What): Screen =>
  screen([voice.t(`power-ask-${what}`)], [[button(voice.t('power-b-cancel'), 'power:cancel')]]);

/** P4: what is done, and what follows. */
export function stepScreen(voice: Voice, { batch, closed }: RestartSteps): Screen {
  const left = ['http', 'whatsapp', 'store'].filter((part) => !closed.some((one) => one.part === part));
  const next = left.map((part) => voice.t(`power-next-${part}`));
  return screen([
    voice.t('power-step-draining'),
    batch && batchLine(voice, batch),
    ...closed.map(({ part, ok }) => voice.t(`power-${ok ? 'closed' : 'late'}-${part}`)),
    batch && voice.t('power-next', { steps: [...next, voice.t('power-next-exit')].join(', ') }),
  ]);
}

function batchLine(voice: Voice, { acked, unacked }: NonNullable<RestartSteps['batch']>): string {
  if (acked + unacked === 0) return voice.t('power-step-nothing');
  const values = { acked: voice.number(acked), of: voice.number(acked + unacked) };
  return voice.t(unacked > 0 ? 'power-step-unacked' : 'power-step-drained', values);
}

/** P6. */
export const heldScreen = (voice: Voice): Screen =>
  screen([voice.t('power-held')], [[button(voice.t('power-b-enable'), 'power:enable', 'primary')]]);

/** P7: the one confirmation. */
export const unlinkScreen = (voice: Voice, phone: string | null): Screen =>
  screen(
    [voice.t('power-unlink', { phone: phone ?? 'WhatsApp' })],
    [
      [button(voice.t('power-b-unlink'), 'power:unlink:yes', 'danger')],
      [button(voice.t('new-b-back'), 'menu:show')],
    ],
  );

export const unlinkedScreen = (voice: Voice, told: boolean): Screen =>
  screen(
    [voice.t('power-unlinked'), told ? null : voice.t('power-unlinked-untold')],
    [[button(voice.t('connect-b-again'), 'connect:start')]],
  );

/** Why it isn't done. */
export type PowerTrouble =
  | { is: 'none' | 'not-linked' | 'expired' }
  | { is: 'wrong'; left: number }
  /** `at`: until when, in words. */
  | { is: 'locked-until'; at: string }
  /** To the admins: who tried, and when. */
  | { is: 'locked'; name: string; at: string };

/** What went wrong in words, and the next step as a button. */
export function troubleScreen(voice: Voice, trouble: PowerTrouble): Screen {
  const { is, ...values } = trouble;
  return screen([voice.t(`power-${is}`, values)], [[nextStep(voice, is)]]);
}

function nextStep(voice: Voice, is: PowerTrouble['is']) {
  switch (is) {
    case 'wrong':
      return button(voice.t('power-b-cancel'), 'power:cancel');
    case 'not-linked':
      return button(voice.t('menu-b-connect'), 'connect:start', 'primary');
    case 'locked':
      return button(voice.t('ops-b-audit'), 'ops:audit');
    case 'none':
    case 'expired':
    case 'locked-until':
      return button(voice.t('help-b-power'), 'help:power');
  }
}

export interface PowerArea {
  readonly composer: Composer<BotContext>;
  readonly answer: Answer;
  /** Takes an open question for the password back; false when there is none. */
  forget(chat: number): Promise<boolean>;
  /** The panel's ways to the same; what became of it is said in the chat of who asked. */
  fromPanel(who: Actor, what: PanelPower): Promise<void>;
  /** A wrong password was typed in the panel; `locked`: it was the fifth. */
  refused(who: Actor, what: PanelPower, locked: boolean): Promise<void>;
}

export function createPower(kit: Kit): PowerArea {
  const { outbox, chats, clock, power, link } = kit;
  const composer = new Composer<BotContext>();
  const key = (chat: number) => `power:${chat}`;
  /** The password was right, and the confirmation is on the screen. */
  const sure = (chat: number) => `power-sure:${chat}`;

  const say = (chat: number, face: Screen) => outbox.send(chat, face, { answer: true });

  async function ask(ctx: BotContext, what: What) {
    if (!(await adminsOnly(kit, ctx))) return;
    await toast(ctx);
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    if (!power.hasPassword) return void (await say(chat, troubleScreen(voice, { is: 'none' })));
    if (what === 'logout' && !link.identity().linked)
      return void (await say(chat, troubleScreen(voice, { is: 'not-linked' })));
    const message = await say(chat, askScreen(voice, what));
    await chats.write(key(chat), { message: message ?? 0, at: clock.now(), what } satisfies Asked);
    await askFor(ctx, 'password');
  }

  const answer: Answer = async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const asked = askedOf(await chats.read(key(chat)));
    const deleted = ctx.message ? await outbox.remove(chat, ctx.message.message_id, { answer: true }) : true;
    if (!deleted) await say(chat, screen([voice.t('power-not-deleted')]));
    if (!asked || clock.now() - asked.at > OPEN_FOR) {
      await chats.erase(key(chat));
      await say(chat, troubleScreen(voice, { is: 'expired' }));
      return true;
    }
    const check = await power.checkPassword(ctx.message?.text ?? '');
    if (!check.ok && 'left' in check) {
      await kit.record(ctx, 'password-wrong', { detail: asked.what });
      await say(chat, troubleScreen(voice, { is: 'wrong', left: check.left }));
      return false;
    }
    await chats.erase(key(chat));
    if (check.ok) await perform(ctx, voice, asked);
    else if (check.justNow) await alarm(actorOf(ctx), asked.what, ctx.from?.username);
    else {
      const at = voice.time(check.lockedUntil, clock.now());
      await say(chat, troubleScreen(voice, { is: 'locked-until', at }));
    }
    return true;
  };

  async function perform(ctx: BotContext, voice: Voice, asked: Asked) {
    const chat = ctx.chat?.id ?? 0;
    if (asked.message) await outbox.remove(chat, asked.message);
    switch (asked.what) {
      case 'restart':
      case 'hold':
        return begin(actorOf(ctx), voice, asked.what);
      case 'logout': {
        await chats.write(sure(chat), { at: clock.now() });
        const { phone } = link.identity();
        return void (await say(chat, unlinkScreen(voice, phone && formatPhone(phone))));
      }
    }
  }

  async function begin(who: Actor, voice: Voice, what: 'restart' | 'hold') {
    if (what === 'hold') {
      await kit.audit.note(who, 'held');
      await power.hold();
      return void (await say(who.id, heldScreen(voice)));
    }
    await kit.audit.note(who, 'restarted');
    // Beside the handler: the update that asked for it is confirmed before the process ends.
    void restart(who.id, voice).catch((error) => kit.log.error({ event: 'restart', err: error }));
  }

  async function restart(chat: number, voice: Voice) {
    const message = await say(chat, stepScreen(voice, { batch: null, closed: [] }));
    await power.restart({ why: 'asked', chat, message: message ?? 0 }, async (steps) => {
      if (!message) return;
      const shown = outbox.edit(chat, message, stepScreen(voice, steps), { answer: true });
      await Promise.race([shown.catch(() => undefined), clock.sleep(SHOWN_WITHIN)]);
    });
  }

  /** P3. */
  async function alarm(who: Actor, what: string, username?: string) {
    await kit.audit.note(who, 'password-locked', { detail: what });
    const name = username ? `${who.name} (@${username})` : who.name;
    const now = clock.now();
    const face = (voice: Voice) => troubleScreen(voice, { is: 'locked', name, at: voice.time(now, now) });
    await tellAdmins(kit, face, { loud: true });
  }

  async function enable(ctx: BotContext) {
    if (!(await adminsOnly(kit, ctx))) return;
    await toast(ctx);
    await switchOn(actorOf(ctx));
  }

  async function switchOn(who: Actor) {
    const voice = await kit.voiceOf(who.id);
    const was = await power.enable();
    if (was) await kit.audit.note(who, 'enabled');
    await say(who.id, screen([voice.t(was ? 'power-enabled' : 'power-was-on')]));
  }

  /** Once, and only right after the password. */
  async function unlink(ctx: BotContext) {
    if (!(await adminsOnly(kit, ctx))) return;
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const since = atOf(await chats.read(sure(chat)));
    await chats.erase(sure(chat));
    if (since === null || clock.now() - since > OPEN_FOR) {
      await toast(ctx, voice.t('guard-old'));
      return void (await outbox.edit(chat, tapped(ctx), troubleScreen(voice, { is: 'expired' }), {
        answer: true,
      }));
    }
    await toast(ctx);
    await outbox.edit(chat, tapped(ctx), screen([voice.t('power-unlinking')]), { answer: true });
    await goodbye(actorOf(ctx), voice, tapped(ctx));
  }

  /** Said in the place of `message`. */
  async function goodbye(who: Actor, voice: Voice, message: number) {
    await kit.audit.note(who, 'unlinked');
    // Beside the handler: saying goodbye may take a connection first.
    void power
      .unlink()
      .then(({ told }) => outbox.edit(who.id, message, unlinkedScreen(voice, told), { answer: true }))
      .catch((error) => kit.log.error({ event: 'unlink', err: error }));
  }

  composer.command(['disable', 'reiniciar'], (ctx) =>
    ask(ctx, /^(hold|apagar|desligar)\b/.test(ctx.match) ? 'hold' : 'restart'),
  );
  composer.command(['logout', 'desvincular'], (ctx) => ask(ctx, 'logout'));
  composer.command(['enable', 'encender', 'ligar'], enable);
  composer.callbackQuery('power:enable', enable);
  composer.callbackQuery('power:unlink:yes', unlink);
  composer.callbackQuery(/^power:ask:(restart|hold|logout)$/, (ctx) =>
    ask(ctx, WHATS.find((what) => what === ctx.match[1]) ?? 'restart'),
  );
  composer.callbackQuery('power:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx);
    await closeQuestions(ctx);
    await chats.erase(key(ctx.from.id));
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t('power-cancelled')]), { answer: true });
  });

  return {
    composer,
    answer,
    async forget(chat) {
      const asked = askedOf(await chats.read(key(chat)));
      await chats.erase(key(chat));
      return asked !== null && clock.now() - asked.at <= OPEN_FOR;
    },
    async fromPanel(who, what) {
      const voice = await kit.voiceOf(who.id);
      if (what === 'enable') return switchOn(who);
      if (what !== 'unlink') return begin(who, voice, what);
      const message = await say(who.id, screen([voice.t('power-unlinking')]));
      await goodbye(who, voice, message ?? 0);
    },
    async refused(who, what, locked) {
      if (locked) await alarm(who, what);
      else await kit.audit.note(who, 'password-wrong', { detail: what });
    },
  };
}

function atOf(stored: unknown): number | null {
  return typeof stored === 'object' && stored !== null && 'at' in stored ? Number(stored.at) : null;
}

function askedOf(stored: unknown): Asked | null {
  const at = atOf(stored);
  if (at === null || typeof stored !== 'object' || stored === null || !('what' in stored)) return null;
  const what = WHATS.find((one) => one === stored.what);
  return what ? { what, at, message: 'message' in stored ? Number(stored.message) : 0 } : null;
}
