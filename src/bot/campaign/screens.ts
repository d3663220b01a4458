/** The list of campaigns, one in detail, and what is asked or told about one: K1 to K3, L2, L3. Pure. */
import type { Campaign, CampaignId, SlowReason } from '../../queue/campaign.ts';
import { retriable } from '../../queue/control/again.ts';
import type { CardView } from '../../queue/progress.ts';
import { SKIP_REASONS } from '../../queue/recipient.ts';
import type { Voice } from '../../texts/texts.ts';
import { beginningOf } from '../marks.ts';
import { type Button, button, clip, pageRow, quote, type Screen, screen } from '../screen.ts';

/** Campaigns on a page of the list. */
export const PAGE = 5;

/** L2. */
export function askCancelScreen(voice: Voice, view: CardView): Screen {
  const { id, repeat } = view.campaign;
  const yes = button(voice.t('campaign-b-yes-cancel'), `campaign:${id}:cancel:yes`, 'danger');
  const back = button(voice.t('campaign-b-back'), `campaign:${id}:card`);
  if (view.state.is === 'scheduled')
    return screen(
      [
        voice.t('campaign-ask-unschedule', { id }),
        // What was missed has a next one already.
        repeat && !view.state.missed ? voice.t('campaign-ask-series') : null,
      ],
      [[yes], [back]],
    );
  const left = view.counts.queued + view.counts.sending;
  return screen(
    [voice.t('campaign-ask-cancel', { id, count: left, left: voice.number(left) })],
    [[yes], [button(voice.t('campaign-b-rather-pause'), `campaign:${id}:pause`), back]],
  );
}

/** What goes on after a pause of more than a day. */
export function resumedScreen(
  voice: Voice,
  { campaign, counts }: CardView,
  pause: { readonly ms: number; readonly optedOut: number },
): Screen {
  const { id, name, content } = campaign;
  const left = counts.queued + counts.sending;
  return screen([
    voice.t('campaign-resumed', { id, pause: voice.duration(pause.ms) }),
    voice.t('campaign-resumed-left', { name: clip(name, 30), count: left, left: voice.number(left) }),
    pause.optedOut > 0
      ? voice.t('campaign-resumed-out', { count: pause.optedOut, shown: voice.number(pause.optedOut) })
      : null,
    content && content.media.length > 0 ? voice.t('campaign-resumed-files') : null,
  ]);
}

/** The account's health asks for care: the campaign goes on, at half its pace. */
export const slowedScreen = (voice: Voice, { id }: Pick<Campaign, 'id'>, why: SlowReason): Screen =>
  screen(
    [voice.t(`campaign-slowed-told-${why}`, { id }), voice.t(`campaign-slowed-why-${why}`)],
    [
      [
        button(voice.t('campaign-b-see'), `campaign:${id}:show`),
        button(voice.t('status-b-health'), 'status:health'),
      ],
    ],
  );

/** L3: the campaign is over. */
export function overScreen(voice: Voice, view: CardView): Screen {
  const { campaign, counts } = view;
  const missing = counts.failed + counts.skipped;
  const { again } = retriable(counts);
  const took = (campaign.endedAt ?? 0) - (campaign.startedAt ?? 0);
  return screen(
    [
      voice.t('campaign-over', {
        id: campaign.id,
        sent: voice.number(view.sent),
        people: voice.number(counts.people),
        count: counts.people,
      }),
      voice.t('campaign-over-time', { name: campaign.name, duration: voice.duration(Math.max(0, took)) }),
      ...outcomeLines(voice, view),
    ],
    [
      again > 0 ? [retryButton(voice, campaign.id, again)] : [],
      [button(voice.t('campaign-b-repeat'), `campaign:${campaign.id}:repeat`)],
      [
        missing > 0 ? button(voice.t('campaign-b-failed'), `campaign:${campaign.id}:failed`) : null,
        button(voice.t('campaign-b-replies'), `campaign:${campaign.id}:replies`),
      ],
      [
        button(voice.t('campaign-b-chart'), `campaign:${campaign.id}:chart`),
        button(voice.t('campaign-b-report'), `campaign:${campaign.id}:report`),
      ],
    ],
  );
}

/** How many got it and read it, of those it was sent to; what they said; who got nothing. */
export function outcomeLines(voice: Voice, view: CardView): (string | null)[] {
  const { counts, delivered, sent, replies, optOuts } = view;
  return [
    voice.t('campaign-over-shares', {
      delivered: voice.number(delivered),
      deliveredshare: voice.share(delivered, sent),
      read: voice.number(counts.read),
      readshare: voice.share(counts.read, sent),
    }),
    voice.t('campaign-over-answers', { replies: voice.number(replies), optouts: voice.number(optOuts) }),
    leftLine(voice, view),
  ];
}

/** Who got nothing, and why; null when everybody did. */
function leftLine(voice: Voice, { counts }: CardView): string | null {
  const count = counts.failed + counts.skipped;
  if (count === 0) return null;
  const skips = SKIP_REASONS.flatMap((reason) => {
    const some = counts.reasons[reason] ?? 0;
    return some > 0 ? [voice.many(`out-${reason}`, some)] : [];
  });
  const why = [...(counts.failed > 0 ? [voice.many('failed', counts.failed)] : []), ...skips];
  return voice.t('campaign-over-left', { count, shown: voice.number(count), why: why.join(', ') });
}

export interface ListPage {
  readonly views: readonly CardView[];
  readonly total: number;
  readonly sending: number;
  readonly scheduled: number;
  /** Counted from 1. */
  readonly page: number;
}

/** K1, K3. */
export function listScreen(
  voice: Voice,
  { views, total, sending, scheduled, page }: ListPage,
  now: number,
): Screen {
  if (total === 0)
    return screen(
      [voice.t('campaign-list-none')],
      [[button(voice.t('campaign-b-first'), 'new:start', 'primary')]],
    );
  const pages = Math.ceil(total / PAGE);
  const label = (view: CardView) =>
    label32(`${view.campaign.id} ${view.campaign.name}`, stateWord(voice, view, now));
  const parts = [
    sending > 0 ? voice.t('campaign-list-sending', { count: sending }) : null,
    scheduled > 0 ? voice.t('campaign-list-scheduled', { count: scheduled }) : null,
  ].filter((part) => part !== null);
  return screen(
    [
      voice.t('campaign-list', {
        what: parts.length > 0 ? parts.join(', ') : voice.t('campaign-list-total', { total }),
      }),
    ],
    [
      ...views.map((view) => [button(label(view), `campaign:${view.campaign.id}:show`)]),
      pageRow('list', { page, pages }, voice.t('new-b-page', { at: page, pages }), '·'),
      [button(voice.t('menu-b-new'), 'new:start', 'primary')],
    ],
  );
}

/** K2. */
export function detailScreen(voice: Voice, view: CardView, now: number): Screen {
  const { campaign } = view;
  const { id, createdAt, createdByName: by, consent, content, repeat, urgent } = campaign;
  return screen(
    [
      voice.t('campaign-detail', { id, name: clip(campaign.name, 20), state: stateWord(voice, view, now) }),
      voice.t(consent ? 'campaign-detail-by' : 'campaign-detail-made', {
        by: clip(by, 30),
        at: voice.moment(createdAt, now),
      }),
      kinLine(voice, campaign),
      repeat ? voice.t(`campaign-repeats-${repeat.every}`) : null,
      urgent && !isOver(campaign) ? voice.t('campaign-urgent') : null,
      content?.text ? quote(beginningOf(content.text)) : null,
    ],
    detailButtons(voice, view),
  );
}

function kinLine(voice: Voice, { parentId, relation }: Campaign): string | null {
  return parentId !== null && relation ? voice.t(`campaign-kin-${relation}`, { of: parentId }) : null;
}

const isOver = ({ state }: Campaign) => state === 'finished' || state === 'cancelled';

function detailButtons(voice: Voice, { campaign, counts, state }: CardView): (Button | null)[][] {
  const { id, urgent } = campaign;
  const over = isOver(campaign);
  const { again } = retriable(counts);
  const missing = counts.failed + counts.skipped > 0;
  return [
    [
      over
        ? button(voice.t('campaign-b-report'), `campaign:${id}:report`)
        : button(voice.t('campaign-b-card'), `campaign:${id}:card:here`),
    ],
    over && again > 0 ? [retryButton(voice, id, again)] : [],
    over ? [button(voice.t('campaign-b-repeat'), `campaign:${id}:repeat`)] : [],
    [
      missing ? button(voice.t('campaign-b-failed'), `campaign:${id}:failed`) : null,
      campaign.startedAt === null ? null : button(voice.t('campaign-b-chart'), `campaign:${id}:chart`),
    ],
    state.is === 'queued' && !urgent ? [button(voice.t('campaign-b-urgent'), `campaign:${id}:urgent`)] : [],
    urgent && !over ? [button(voice.t('campaign-b-not-urgent'), `campaign:${id}:urgent:off`)] : [],
    [
      button(voice.t('campaign-b-copy'), `campaign:${id}:copy`),
      button(voice.t('campaign-b-rename'), `campaign:${id}:rename`),
    ],
    [
      button(voice.t('campaign-b-history'), `campaign:${id}:audit`),
      button(voice.t('campaign-b-list'), 'list:1'),
    ],
  ];
}

const retryButton = (voice: Voice, id: CampaignId, count: number): Button =>
  button(voice.t('again-b-retry', { count, shown: voice.number(count) }), `campaign:${id}:retry`);

/** The state is read whole, the name as far as it fits. */
const label32 = (name: string, state: string) => `${clip(name, 32 - 3 - state.length)} · ${state}`;

function stateWord(voice: Voice, { campaign, percent, state }: CardView, now: number): string {
  if (state.is === 'scheduled')
    return state.missed ? voice.t('campaign-state-missed') : voice.moment(state.at, now);
  if (state.is === 'queued') return voice.t('campaign-state-queued');
  return voice.t(`campaign-state-${campaign.state}`, { percent });
}
