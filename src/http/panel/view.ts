/**
 * What the panel shows, in words: made from the same facts as the chat's cards and in the language of who looks. The
 * page draws it and knows nothing more, so that the two never say different things.
 */
import type { Campaign } from '../../queue/campaign.ts';
import type { CardView, Today } from '../../queue/progress.ts';
import type { Voice } from '../../texts/texts.ts';
import type { LinkState } from '../../whatsapp/link.ts';
import type { PanelAct, PanelCampaign, PanelView } from './shape.ts';

export interface PanelFacts {
  readonly link: LinkState;
  readonly phone: string | null;
  /** Running or paused, the one that has the turn first. */
  readonly active: readonly CardView[];
  readonly scheduled: readonly Campaign[];
  readonly ended: readonly CardView[];
  readonly today: Today;
  /** The account's health and why, and today's limit, as the chat words them. */
  readonly health: readonly string[];
  /** Words of the holds in force. */
  readonly holds: readonly string[];
  readonly off: boolean;
  readonly admin: boolean;
  readonly hasPassword: boolean;
  /** The picture of a QR, as a data address. */
  readonly qr: string | null;
}

/** `headline` is the chat card's own. */
export function panelView(
  voice: Voice,
  facts: PanelFacts,
  headline: (view: CardView) => readonly string[],
  now: number,
): PanelView {
  const campaigns = facts.active.map((view) => campaignOf(voice, view, headline(view)));
  const link = linkOf(voice, facts, now);
  return {
    language: voice.language,
    at: voice.time(now, now),
    link,
    campaigns,
    today: voice.t('panel-today', {
      sent: voice.many('sent', facts.today.sent),
      delivered: voice.many('delivered', facts.today.delivered),
      read: voice.many('read', facts.today.read),
      replies: voice.many('replies', facts.today.replies),
    }),
    next: facts.scheduled.map(({ name, dueAt }) =>
      voice.t('panel-next', { name, at: dueAt === null ? '…' : voice.time(dueAt, now) }),
    ),
    last: facts.ended.map((view) => endedOf(voice, view, now)),
    account: accountOf(voice, facts),
    more: facts.admin ? powerOf(voice, facts) : [],
    main:
      link.acts.find(({ act }) => act !== 'connect:sleep' && act !== 'connect:cancel') ?? mainOf(campaigns),
  };
}

const mainOf = (campaigns: readonly PanelCampaign[]): PanelAct | null => campaigns[0]?.acts[0] ?? null;

function linkOf(voice: Voice, { link, phone, qr }: PanelFacts, now: number): PanelView['link'] {
  const act = (key: string, payload: string): PanelAct => ({ label: voice.t(key), act: payload });
  const waits = link.is === 'awaiting-scan';
  return {
    state: link.is,
    title: voice.t(`panel-link-${link.is}`),
    detail: detailOf(voice, link, phone, now),
    qr: waits && link.how === 'qr' ? qr : null,
    letters: waits && link.how === 'code' ? `${link.text.slice(0, 4)}-${link.text.slice(4)}` : null,
    acts: actsOf(link, act),
    askNumber: unlinked(link) || waits ? act('panel-b-letters', 'connect:code') : null,
  };
}

const unlinked = ({ is }: LinkState) =>
  is === 'offline' || is === 'scan-expired' || is === 'unreachable' || is === 'logged-out';

function detailOf(voice: Voice, link: LinkState, phone: string | null, now: number): string | null {
  switch (link.is) {
    case 'awaiting-scan':
      return voice.t(link.how === 'qr' ? 'panel-scan' : 'panel-type', {
        at: voice.time(link.expiresAt, now),
      });
    case 'reconnecting':
      return voice.t('panel-try', { attempt: link.attempt, of: link.of });
    case 'banned':
      return link.until === null ? null : voice.t('panel-until', { at: voice.time(link.until, now) });
    default:
      return phone;
  }
}

function actsOf(link: LinkState, act: (key: string, payload: string) => PanelAct): PanelAct[] {
  switch (link.is) {
    case 'online':
      return [act('panel-b-sleep', 'connect:sleep')];
    case 'asleep':
      return [act('panel-b-wake', 'connect:wake')];
    case 'offline':
    case 'scan-expired':
    case 'unreachable':
    case 'logged-out':
      return [act('panel-b-connect', 'connect:start')];
    case 'awaiting-scan':
      return [act('panel-b-later', 'connect:cancel')];
    case 'reconnecting':
    case 'given-up':
    case 'replaced':
      return [act('panel-b-retry', 'connect:retry')];
    case 'connecting':
    case 'linking':
    case 'banned':
    case 'outdated':
      return [];
  }
}

function campaignOf(voice: Voice, view: CardView, lines: readonly string[]): PanelCampaign {
  const { campaign, counts, state } = view;
  const figure = (key: string, value: number) => ({
    label: voice.t(`panel-f-${key}`),
    value: voice.number(value),
  });
  const act = (key: string, what: string, more: Partial<PanelAct> = {}): PanelAct => ({
    label: voice.t(key),
    act: `campaign:${campaign.id}:${what}`,
    ...more,
  });
  const left = counts.queued + counts.sending;
  return {
    id: campaign.id,
    name: campaign.name,
    lines: [
      ...lines,
      voice.t('panel-done', { done: voice.number(view.done), people: voice.number(counts.people) }),
    ],
    percent: view.percent,
    figures: [
      figure('sent', view.sent),
      figure('delivered', view.delivered),
      figure('read', counts.read),
      figure('replies', view.replies),
      figure('failed', counts.failed),
      figure('skipped', counts.skipped),
    ],
    acts: [
      state.is === 'paused' || state.is === 'stopped'
        ? act('campaign-b-resume', 'resume')
        : act('campaign-b-pause', 'pause'),
      act('campaign-b-cancel', 'cancel', {
        style: 'danger',
        confirm: voice.t('campaign-ask-cancel', { id: campaign.id, count: left, left: voice.number(left) }),
      }),
    ],
  };
}

function endedOf(voice: Voice, view: CardView, now: number): PanelView['last'][number] {
  const { campaign, counts } = view;
  return {
    line: voice.t('panel-ended', {
      name: campaign.name,
      sent: voice.number(view.sent),
      people: voice.number(counts.people),
      at: voice.time(campaign.endedAt ?? now, now),
    }),
    act: { label: voice.t('campaign-b-report'), act: `campaign:${campaign.id}:report` },
  };
}

function accountOf(voice: Voice, { today, health, holds }: PanelFacts): string[] {
  return [
    ...health,
    ...(holds.length > 0 ? [voice.t('panel-waits', { why: voice.list([...new Set(holds)]) })] : []),
    voice.t('panel-waiting', { count: voice.number(today.waiting) }),
  ];
}

function powerOf(voice: Voice, { hasPassword, off, phone }: PanelFacts): PanelAct[] {
  if (!hasPassword) return [];
  const act = (key: string, payload: string, confirm?: string): PanelAct => ({
    label: voice.t(key),
    act: payload,
    password: true,
    ...(confirm ? { confirm, style: 'danger' } : {}),
  });
  return [
    act('panel-b-restart', 'power:restart'),
    off ? { label: voice.t('panel-b-enable'), act: 'power:enable' } : act('panel-b-hold', 'power:hold'),
    ...(phone ? [act('panel-b-unlink', 'power:unlink', voice.t('panel-ask-unlink', { phone }))] : []),
  ];
}
