/** The list of campaigns, one in detail, and what is asked or told about one: K1 to K3, L2, L3. Pure. */
import type { Campaign, CampaignId } from '../../queue/campaign.ts';
import type { CardView } from '../../queue/progress.ts';
import type { Voice } from '../../texts/texts.ts';
import { beginningOf } from '../marks.ts';
import { type Button, button, clip, quote, type Screen, screen } from '../screen.ts';

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
  const left = voice.number(view.counts.queued + view.counts.sending);
  return screen(
    [voice.t('campaign-ask-cancel', { id, left })],
    [[yes], [button(voice.t('campaign-b-rather-pause'), `campaign:${id}:pause`), back]],
  );
}

/** L3: the campaign is over. */
export function overScreen(voice: Voice, view: CardView): Screen {
  const { campaign, counts } = view;
  const took = (campaign.endedAt ?? 0) - (campaign.startedAt ?? 0);
  return screen(
    [
      voice.t('campaign-over', {
        id: campaign.id,
        sent: voice.number(view.sent),
        people: voice.number(counts.people),
      }),
      voice.t('campaign-over-time', { name: campaign.name, duration: voice.duration(Math.max(0, took)) }),
      sharesLine(voice, view),
      voice.t('campaign-over-answers', {
        replies: voice.number(view.replies),
        optouts: voice.number(view.optOuts),
      }),
      leftLine(voice, view),
    ],
    [
      [
        button(voice.t('campaign-b-chart'), `campaign:${campaign.id}:chart`),
        button(voice.t('campaign-b-report'), `campaign:${campaign.id}:report`),
      ],
    ],
  );
}

/** How many got it and read it, of those it was sent to. */
export const sharesLine = (voice: Voice, { counts, delivered, sent }: CardView): string =>
  voice.t('campaign-over-shares', {
    delivered: voice.number(delivered),
    deliveredshare: voice.share(delivered, sent),
    read: voice.number(counts.read),
    readshare: voice.share(counts.read, sent),
  });

/** Who got nothing, and why; null when everybody did. */
export function leftLine(voice: Voice, { counts: { failed, skipped } }: CardView): string | null {
  if (failed + skipped === 0) return null;
  return voice.t('campaign-over-left', {
    count: voice.number(failed + skipped),
    failed: voice.number(failed),
    skipped: voice.number(skipped),
  });
}

export function listScreen(
  voice: Voice,
  page: {
    campaigns: readonly Campaign[];
    total: number;
    sending: number;
    page: number;
    percent: (id: CampaignId) => number;
  },
): Screen {
  if (page.total === 0)
    return screen(
      [voice.t('campaign-list-none')],
      [[button(voice.t('campaign-b-first'), 'new:start', 'primary')]],
    );
  const pages = Math.ceil(page.total / PAGE);
  const label = (campaign: Campaign) =>
    label32(`${campaign.id} ${campaign.name}`, stateWord(voice, campaign, page.percent(campaign.id)));
  const turn = (to: number, sign: string): Button =>
    button(sign, to >= 1 && to <= pages ? `list:${to}` : 'ui:noop');
  return screen(
    [voice.t('campaign-list', { sending: page.sending, total: page.total })],
    [
      ...page.campaigns.map((campaign) => [button(label(campaign), `campaign:${campaign.id}:show`)]),
      pages > 1
        ? [turn(page.page - 1, '‹'), button(`${page.page} / ${pages}`, 'ui:noop'), turn(page.page + 1, '›')]
        : [],
      [button(voice.t('menu-b-new'), 'new:start', 'primary')],
    ],
  );
}

/** K2. */
export function detailScreen(voice: Voice, view: CardView, now: number): Screen {
  const { campaign } = view;
  const id = campaign.id;
  const over = campaign.state === 'finished' || campaign.state === 'cancelled';
  return screen(
    [
      voice.t('campaign-detail', {
        id,
        name: clip(campaign.name, 20),
        state: stateWord(voice, campaign, view.percent),
      }),
      voice.t('campaign-detail-by', { by: campaign.createdByName, at: voice.time(campaign.createdAt, now) }),
      campaign.content?.text ? quote(beginningOf(campaign.content.text)) : null,
    ],
    [
      [
        over
          ? button(voice.t('campaign-b-report'), `campaign:${id}:report`)
          : button(voice.t('campaign-b-card'), `campaign:${id}:card:here`),
      ],
      campaign.startedAt === null ? [] : [button(voice.t('campaign-b-chart'), `campaign:${id}:chart`)],
      [button(voice.t('campaign-b-list'), 'list:1')],
    ],
  );
}

/** The state is read whole, the name as far as it fits. */
const label32 = (name: string, state: string) => `${clip(name, 32 - 3 - state.length)} · ${state}`;

function stateWord(voice: Voice, campaign: Campaign, percent: number): string {
  return voice.t(`campaign-state-${campaign.state}`, { percent });
}
