/** `/disable`, `/enable`: the password's message is deleted at once, the way down is told step by step. */
import { Composer } from 'grammy';
import type { Voice } from '../texts/texts.ts';
import { actorOf, type BotContext, type Kit, type RestartStep, tapped, toast } from './context.ts';
import { type Answer, askFor, closeQuestions } from './question.ts';
import { button, type Screen, screen } from './screen.ts';

/** How long the question for the password stays open. */
const OPEN_FOR = 120_000;
/** Who asked for the restart, and where it is told. */
const ASKED = 'restart-asked';

interface Asked {
  chat: number;
  message: number;
  at: number;
  hold: boolean;
}

/** P4: what is done, and what follows. */
export function stepScreen(voice: Voice, step: RestartStep): Screen {
  const lines = [voice.t('power-step-draining')];
  if (step.is !== 'draining')
    lines.push(
      step.is === 'drained' && step.unacked > 0
        ? voice.t('power-step-unacked', { count: voice.number(step.unacked) })
        : voice.t('power-step-drained'),
    );
  if (step.is === 'closing') lines.push(voice.t('power-step-closing'));
  return screen(lines);
}

export interface PowerArea {
  readonly composer: Composer<BotContext>;
  readonly answer: Answer;
  /** Takes an open question for the password back; false when there is none. */
  forget(chat: number): Promise<boolean>;
  /** After a start: tells who asked for it that we are back. */
  back(): Promise<void>;
}

export function createPower(kit: Kit): PowerArea {
  const { outbox, chats, clock, power, team } = kit;
  const composer = new Composer<BotContext>();
  const key = (chat: number) => `power:${chat}`;

  const isAdmin = async (id: number) => kit.admins.includes(id) || (await team.member(id))?.role === 'admin';

  async function ask(ctx: BotContext, hold: boolean) {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    if (!(await isAdmin(ctx.from?.id ?? 0)))
      return void (await outbox.send(chat, screen([voice.t('guard-admins')]), { answer: true }));
    if (!power.hasPassword)
      return void (await outbox.send(chat, screen([voice.t('power-none')]), { answer: true }));
    const face = screen(
      [voice.t(hold ? 'power-ask-hold' : 'power-ask')],
      [[button(voice.t('power-b-cancel'), 'power:cancel')]],
    );
    const message = await outbox.send(chat, face, { answer: true });
    await chats.write(key(chat), { chat, message: message ?? 0, at: clock.now(), hold } satisfies Asked);
    await askFor(ctx, 'password');
  }

  const answer: Answer = async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const asked = (await chats.read(key(chat))) as Asked | undefined;
    const deleted = ctx.message ? await outbox.remove(chat, ctx.message.message_id) : true;
    if (!deleted) await outbox.send(chat, screen([voice.t('power-not-deleted')]), { answer: true });
    const say = (face: Screen) => outbox.send(chat, face, { answer: true });
    if (!asked || clock.now() - asked.at > OPEN_FOR) {
      await chats.erase(key(chat));
      await say(screen([voice.t('power-expired')]));
      return true;
    }
    const check = power.checkPassword(ctx.message?.text ?? '');
    if (!check.ok && 'left' in check) {
      await say(screen([voice.t('power-wrong', { left: check.left })]));
      return false;
    }
    await chats.erase(key(chat));
    if (!check.ok) {
      if (check.justNow) await alarm(ctx);
      else
        await say(
          screen([voice.t('power-locked-until', { at: voice.time(check.lockedUntil, clock.now()) })]),
        );
      return true;
    }
    await note(ctx, asked.hold ? 'held' : 'restarted');
    if (asked.hold) {
      await power.hold();
      await say(heldScreen(voice));
    } else void restart(chat, voice, asked).catch((error) => kit.log.error({ event: 'restart', err: error }));
    return true;
  };

  const heldScreen = (voice: Voice) =>
    screen([voice.t('power-held')], [[button(voice.t('power-b-enable'), 'power:enable', 'primary')]]);

  /** Runs beside the handler: the update that asked for it is confirmed before the process ends. */
  async function restart(chat: number, voice: Voice, asked: Asked) {
    const told = await outbox.send(chat, stepScreen(voice, { is: 'draining' }), { answer: true });
    if (asked.message) await outbox.remove(chat, asked.message);
    const entry: Asked = { ...asked, chat, message: told ?? 0, at: clock.now() };
    await chats.write(ASKED, entry);
    await power.restart(async (step) => {
      if (told) await outbox.edit(chat, told, stepScreen(voice, step));
    });
  }

  /** P3. */
  async function alarm(ctx: BotContext) {
    await note(ctx, 'password-locked');
    for (const member of (await team.members()).filter(({ role, blocked }) => role === 'admin' && !blocked)) {
      const voice = kit.voice(member);
      const at = voice.time(clock.now(), clock.now());
      await outbox.send(
        member.id,
        screen([voice.t('power-locked', { name: ctx.from?.first_name ?? '', at })]),
        {
          loud: true,
        },
      );
    }
  }

  const note = (ctx: BotContext, what: string) => {
    const { id, name } = actorOf(ctx);
    return team.note({ at: clock.now(), operatorId: id, name, what, campaignId: null, detail: null });
  };

  composer.command(['disable', 'reiniciar'], (ctx) => ask(ctx, /^(hold|apagar)\b/.test(ctx.match)));
  composer.command(['enable', 'encender', 'ligar'], enable);
  composer.callbackQuery('power:enable', enable);
  composer.callbackQuery('power:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx);
    await closeQuestions(ctx);
    await chats.erase(key(ctx.from.id));
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t('power-cancelled')]), { answer: true });
  });

  async function enable(ctx: BotContext) {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    if (!(await isAdmin(ctx.from?.id ?? 0))) {
      await toast(ctx, voice.t('guard-admins'));
      if (!ctx.callbackQuery) await outbox.send(chat, screen([voice.t('guard-admins')]), { answer: true });
      return;
    }
    await toast(ctx);
    const was = await power.enable();
    if (was) await note(ctx, 'enabled');
    await outbox.send(chat, screen([voice.t(was ? 'power-enabled' : 'power-was-on')]), { answer: true });
  }

  return {
    composer,
    answer,
    async forget(chat) {
      const asked = (await chats.read(key(chat))) as Asked | undefined;
      await chats.erase(key(chat));
      return asked !== undefined && clock.now() - asked.at <= OPEN_FOR;
    },
    async back() {
      const asked = (await chats.read(ASKED)) as Asked | undefined;
      if (!asked) return;
      await chats.erase(ASKED);
      const voice = await kit.voiceOf(asked.chat);
      const seconds = Math.max(1, Math.round((clock.now() - asked.at) / 1000));
      const first =
        kit.startTries > 1
          ? voice.t('power-back-tries', { tries: kit.startTries, seconds })
          : voice.t('power-back', { seconds });
      const [running] = (await kit.progress.active()).filter(({ state }) => state === 'running');
      const card = running ? await kit.progress.card(running.id) : null;
      const goesOn = card && {
        id: card.campaign.id,
        done: voice.number(card.done),
        people: voice.number(card.counts.people),
      };
      await outbox.send(
        asked.chat,
        screen(
          [first, goesOn ? voice.t('connect-goes-on', goesOn) : null],
          goesOn ? [[button(voice.t('campaign-b-see'), `campaign:${goesOn.id}:show`)]] : [],
        ),
        { loud: true },
      );
    },
  };
}
