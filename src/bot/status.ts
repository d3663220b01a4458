/** `/status`: the figures of now. */
import { Composer } from 'grammy';
import type { Skew } from '../clock.ts';
import type { Hold } from '../queue/ports.ts';
import type { CardView, Today } from '../queue/progress.ts';
import type { Voice } from '../texts/texts.ts';
import type { LinkState } from '../whatsapp/link.ts';
import { offBy } from './clock.ts';
import { actorOf, type BotContext, isAdmin, type Kit, type MachineFacts, tapped, toast } from './context.ts';
import { button, type Screen, screen } from './screen.ts';
import { nameOf } from './settings.ts';

export interface StatusFacts {
  readonly link: LinkState;
  readonly phone: string | null;
  readonly sending: CardView | null;
  /** Running campaigns behind that one. */
  readonly behind: number;
  readonly today: Today;
  readonly holds: readonly Hold[];
  readonly machine: MachineFacts;
  /** Null: the clock is right. */
  readonly skew: Skew | null;
}

/** S1. */
export function statusScreen(voice: Voice, facts: StatusFacts, now: number): Screen {
  const { sending, today, machine } = facts;
  const { is } = facts.link;
  const link = voice.t(
    is === 'asleep' ? 'status-asleep' : is === 'online' ? 'status-online' : 'status-offline',
  );
  const hold = facts.holds.find(({ reason }) => is === 'online' || reason !== 'connection');
  const campaign = sending && { id: sending.campaign.id, percent: sending.percent, more: facts.behind };
  return screen(
    [
      voice.t('status-first', { link, waiting: voice.number(today.waiting) }),
      facts.phone ? voice.t('status-account', { phone: facts.phone }) : voice.t('status-no-account'),
      campaign
        ? voice.t(facts.behind > 0 ? 'status-sending-more' : 'status-sending', campaign)
        : voice.t('status-nothing'),
      hold ? voice.t('status-hold', { reason: voice.t(`hold-${hold.reason}`) }) : null,
      facts.skew ? voice.t('status-clock', { off: offBy(voice, facts.skew) }) : null,
      voice.t('status-today', {
        sent: voice.number(today.sent),
        failed: voice.number(today.failed),
        replies: voice.number(today.replies),
      }),
      today.cap === null ? voice.t('status-no-cap') : voice.t('status-cap', { cap: voice.number(today.cap) }),
      voice.t('status-uptime', { uptime: voice.duration(now - machine.startedAt) }),
      machine.nextRestartAt === null
        ? null
        : voice.t('status-restart', { at: voice.time(machine.nextRestartAt, now) }),
      voice.t('status-disk', {
        free: Number.isFinite(machine.freeBytes) ? voice.bytes(machine.freeBytes) : '…',
        temp: voice.bytes(machine.tempBytes),
        media: voice.bytes(machine.mediaBytes),
      }),
      machine.off.length > 0 ? voice.t('status-off', { off: machine.off.join(', ') }) : null,
      machine.changed.length > 0
        ? voice.t('status-changed', { list: machine.changed.map((name) => nameOf(voice, name)).join(', ') })
        : null,
    ],
    [
      [button(voice.t('status-b-refresh'), 'status:show')],
      [
        sending ? button(voice.t('campaign-b-see'), `campaign:${sending.campaign.id}:show`) : null,
        button(voice.t('menu-b-menu'), 'menu:show'),
      ],
    ],
  );
}

/** For how many months the number has been theirs, at least; 0: for less than one. */
const OWNED_MONTHS = [0, 1, 6, 12] as const;

/** Since when is this number yours? */
export function ownedScreen(voice: Voice): Screen {
  return screen(
    [voice.t('status-owned')],
    [
      ...OWNED_MONTHS.map((months) => [
        button(voice.t(`status-b-owned-${months}`), `status:owned:${months}`),
      ]),
      [button(voice.t('new-b-back'), 'status:show')],
    ],
  );
}

export function createStatus(kit: Kit, formatPhone: (phone: string) => string): Composer<BotContext> {
  const { outbox, progress, link, clock } = kit;
  const composer = new Composer<BotContext>();

  async function draw(chat: number): Promise<Screen> {
    const voice = await kit.voiceOf(chat);
    const running = (await progress.active()).filter(({ state }) => state === 'running');
    const [first] = running;
    const { phone } = link.identity();
    const facts: StatusFacts = {
      link: link.state(),
      phone: phone ? formatPhone(phone) : null,
      sending: first ? await progress.card(first.id) : null,
      behind: Math.max(0, running.length - 1),
      today: await progress.today(),
      holds: await progress.holds(),
      machine: await kit.machine(),
      skew: kit.trust.skew(),
    };
    return statusScreen(voice, facts, clock.now());
  }

  composer.command(['status', 'estado'], async (ctx) => {
    await outbox.send(ctx.chat.id, await draw(ctx.chat.id), { answer: true });
  });
  composer.callbackQuery('status:show', async (ctx) => {
    await toast(ctx);
    const face = await draw(ctx.from.id);
    const own = ctx.callbackQuery.message?.text?.startsWith('WhatsApp') && tapped(ctx);
    if (own && (await outbox.edit(ctx.from.id, own, face, { answer: true })) === 'done') return;
    await outbox.send(ctx.from.id, face, { answer: true });
  });
  const forAdmins = async (ctx: BotContext): Promise<boolean> => {
    const member = await kit.team.member(ctx.from?.id ?? 0);
    if (member && isAdmin(kit, member)) return true;
    await toast(ctx, (await kit.voiceOf(ctx.from?.id ?? 0)).t('guard-admins'));
    return false;
  };
  composer.callbackQuery('status:owned', async (ctx) => {
    if (!(await forAdmins(ctx))) return;
    await toast(ctx);
    await outbox.send(ctx.from.id, ownedScreen(await kit.voiceOf(ctx.from.id)), { answer: true });
  });
  composer.callbackQuery(/^status:owned:(\d+)$/, async (ctx) => {
    if (!(await forAdmins(ctx))) return;
    const months = OWNED_MONTHS.find((one) => one === Number(ctx.match[1])) ?? 0;
    await kit.control.declareOwned(actorOf(ctx), months);
    const entry = { at: clock.now(), operatorId: ctx.from.id, name: ctx.from.first_name };
    await kit.team.note({ ...entry, what: 'account-owned', campaignId: null, detail: String(months) });
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('status-owned-noted'));
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t('status-owned-noted')]), { answer: true });
  });
  return composer;
}
