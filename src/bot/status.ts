/** `/status`: the figures of now. */
import { Composer } from 'grammy';
import type { Skew } from '../clock.ts';
import type { Health } from '../queue/checkup.ts';
import { formatPhone } from '../queue/import/phone.ts';
import type { Hold } from '../queue/ports.ts';
import type { CardView, Today } from '../queue/progress.ts';
import type { Voice } from '../texts/texts.ts';
import type { LinkState } from '../whatsapp/link.ts';
import { offBy } from './clock.ts';
import { typed } from './commands.ts';
import { type BotContext, type Kit, type MachineFacts, tapped, toast } from './context.ts';
import { button, type Screen, screen } from './screen.ts';
import { nameOf } from './settings/values.ts';

export interface StatusFacts {
  readonly link: LinkState;
  readonly phone: string | null;
  readonly sending: CardView | null;
  /** Running campaigns behind that one. */
  readonly behind: number;
  readonly today: Today;
  readonly holds: readonly Hold[];
  readonly health: Health;
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
      voice.t('status-first', { link, waiting: voice.many('messages', today.waiting) }),
      facts.phone
        ? voice.t('status-account-health', {
            account: voice.t('status-account', { phone: facts.phone }),
            word: healthWord(voice, facts.health.score),
          })
        : voice.t('status-no-account'),
      campaign
        ? voice.t(facts.behind > 0 ? 'status-sending-more' : 'status-sending', campaign)
        : voice.t('status-nothing'),
      hold ? voice.t('status-hold', { reason: voice.t(`hold-${hold.reason}`) }) : null,
      facts.skew ? voice.t('status-clock', { off: offBy(voice, facts.skew) }) : null,
      voice.t('status-today', {
        sent: voice.many('sent', today.sent),
        failed: voice.many('failed', today.failed),
        replies: voice.many('replies', today.replies),
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
      [
        button(voice.t('status-b-refresh'), 'status:show'),
        button(voice.t('status-b-health'), 'status:health'),
      ],
      [
        sending ? button(voice.t('campaign-b-see'), `campaign:${sending.campaign.id}:show`) : null,
        button(voice.t('menu-b-menu'), 'menu:show'),
      ],
    ],
  );
}

const GOOD = 80;
const FAIR = 50;

const healthWord = (voice: Voice, score: number): string =>
  voice.t(score >= GOOD ? 'status-health-good' : score >= FAIR ? 'status-health-fair' : 'status-health-poor');

/** The account's health in a word, why, and what may still be written to today. */
export function healthLines(
  voice: Voice,
  { quota, score, findings, refusals }: Health,
  today: Today,
): string[] {
  const why = findings.map(
    ({ reason, part, whole }) =>
      `• ${voice.t(`status-finding-${reason}`, {
        count: part,
        part: voice.number(part),
        whole: voice.number(whole),
      })}`,
  );
  const used = quota && quota.total > 0 ? [quota] : [];
  return [
    voice.t('status-health', { word: healthWord(voice, score), score }),
    ...(why.length === 0 ? [voice.t('status-health-well')] : why),
    ...used.map((of) =>
      voice.t('status-health-quota', { used: voice.number(of.used), total: voice.number(of.total) }),
    ),
    today.cap === null
      ? voice.t('status-no-cap')
      : voice.t('status-health-cap', {
          cap: voice.many('newcomers', today.cap),
          sent: voice.number(today.newChats),
        }),
    ...refusalLines(voice, refusals),
  ];
}

/** Codes that are told one by one. */
const TOLD = 4;

function refusalLines(voice: Voice, refusals: Health['refusals']): string[] {
  if (refusals.length === 0) return [];
  const more = refusals.slice(TOLD).reduce((sum, { times }) => sum + times, 0);
  return [
    voice.t('status-refusals'),
    ...refusals.slice(0, TOLD).map(({ code, times }) => {
      const values = { code: String(code), times: voice.number(times) };
      return `• ${voice.t(`status-refusal-${refusalKey(code)}`, values)}`;
    }),
    ...(more > 0 ? [voice.t('status-refusals-more', { times: voice.number(more) })] : []),
  ];
}

/** The codes that `remedy` of the sender knows, in words. */
function refusalKey(code: number): '463' | '429' | 'device' | 'other' {
  switch (code) {
    case 463:
    case 429:
      return `${code}`;
    case 400:
    case 479:
      return 'device';
    default:
      return 'other';
  }
}

/** The same, and what to do about it. */
export const healthScreen = (voice: Voice, health: Health, today: Today): Screen =>
  screen(healthLines(voice, health, today), [
    [button(voice.t('campaign-b-what'), 'help:limits')],
    [button(voice.t('new-b-back'), 'status:show')],
  ]);

export function createStatus(kit: Kit): Composer<BotContext> {
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
      health: await progress.health(),
      machine: await kit.machine(),
      skew: kit.trust.skew(),
    };
    return statusScreen(voice, facts, clock.now());
  }

  composer.command(typed('status'), async (ctx) => {
    await outbox.send(ctx.chat.id, await draw(ctx.chat.id), { answer: true });
  });
  composer.callbackQuery('status:show', async (ctx) => {
    await toast(ctx);
    const face = await draw(ctx.from.id);
    const own = /^(WhatsApp|Salud|Saúde|Health)/.test(ctx.callbackQuery.message?.text ?? '') && tapped(ctx);
    if (own && (await outbox.edit(ctx.from.id, own, face, { answer: true })) === 'done') return;
    await outbox.send(ctx.from.id, face, { answer: true });
  });
  composer.callbackQuery('status:health', async (ctx) => {
    await toast(ctx);
    const face = healthScreen(
      await kit.voiceOf(ctx.from.id),
      await progress.health(),
      await progress.today(),
    );
    if ((await outbox.edit(ctx.from.id, tapped(ctx), face, { answer: true })) === 'done') return;
    await outbox.send(ctx.from.id, face, { answer: true });
  });
  return composer;
}
