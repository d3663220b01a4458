/** The live card in all its states, drawn from rows. Pure; `cards.ts` keeps it up to date in the chats. */
import type { StopReason } from '../../queue/campaign.ts';
import type { CardState, CardView } from '../../queue/progress.ts';
import type { Voice } from '../../texts/texts.ts';
import type { LinkState, LinkStateName } from '../../whatsapp/link.ts';
import { paceName } from '../new/pace.ts';
import { type Button, button, clip, countdown, type Screen, screen, withPart } from '../screen.ts';

/** L1 in all its states. */
export function cardScreen(voice: Voice, view: CardView, link: LinkState, now: number): Screen {
  const { campaign, counts, state } = view;
  if (state.is === 'scheduled') return scheduledScreen(voice, view, state, now);
  const live = { ...view, state };
  const [first, second] = headline(voice, live, link, now);
  const file = campaign.list?.name ?? '';
  return screen(
    [
      first,
      second,
      voice.t('campaign-title', { id: campaign.id, name: campaign.name, file }).replace(/ · $/, ''),
      figuresLine(voice, live, now),
      // Screen readers spell its signs.
      voice.plain ? null : bar(view.percent),
      voice.t('campaign-counts', {
        sent: voice.number(view.sent),
        delivered: voice.number(view.delivered),
        read: voice.number(counts.read),
      }),
      voice.t('campaign-more', {
        replies: voice.number(view.replies),
        failed: voice.number(counts.failed),
        skipped: voice.number(counts.skipped),
      }),
      counts.unconfirmed > 0
        ? voice.t('campaign-unconfirmed', { count: voice.number(counts.unconfirmed) })
        : null,
      paceLine(voice, live, now),
    ],
    buttons(voice, live, link),
  );
}

const DAY = 24 * 3_600_000;

/** How far it is, and how long it takes yet; while nobody knows, how many wait. */
function figuresLine(voice: Voice, { counts, state, done, endsAt }: LiveView, now: number): string {
  const left = counts.queued + counts.sending;
  const values = { done: voice.number(done), people: voice.number(counts.people) };
  if (left === 0 || state.is === 'finished' || state.is === 'cancelled')
    return voice.t('campaign-figures', values);
  const ms = Math.max(0, (endsAt ?? Number.POSITIVE_INFINITY) - now);
  if (state.is !== 'sending' || ms >= DAY)
    return voice.t('campaign-figures-left', { ...values, count: left, left: voice.number(left) });
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return voice.t('campaign-figures-time', { ...values, minutes, time: voice.duration(ms) });
}

/** The pace that was chosen, what the link really does, and when a row moved last. */
function paceLine(voice: Voice, { campaign, state, perMinute, lastChangeAt }: LiveView, now: number) {
  if (!campaign.pace) return null;
  const speed = Math.round(perMinute);
  const measured = state.is === 'sending' && speed > 0 && typeof campaign.pace === 'string';
  return voice.t(measured ? 'campaign-pace-speed' : 'campaign-pace', {
    pace: paceName(voice, campaign.pace),
    speed: voice.number(speed),
    at: voice.time(lastChangeAt, now),
  });
}

/** W4, and W7 where its time has passed: nothing is sent then without a person's word. */
function scheduledScreen(
  voice: Voice,
  { campaign, counts }: CardView,
  { at, missed }: Extract<CardState, { is: 'scheduled' }>,
  now: number,
): Screen {
  const { id, name, repeat, copyOf, list } = campaign;
  const count = copyOf === null ? counts.people : (list?.summary.people ?? 0);
  const values = { id, when: voice.moment(at, now), count, people: voice.number(count) };
  const cancel = button(
    voice.t(missed && repeat ? 'campaign-b-skip' : 'campaign-b-cancel'),
    `campaign:${id}:cancel`,
    'danger',
  );
  const detail = button(voice.t('campaign-b-detail'), `campaign:${id}:show`);
  return screen(
    [
      voice.t(missed ? 'campaign-missed' : 'campaign-scheduled', values),
      missed ? voice.t('campaign-missed-why', values) : null,
      voice.t('campaign-name', { id, name }),
      repeat && !missed ? voice.t(`campaign-repeats-${repeat.every}`) : null,
    ],
    missed
      ? [
          [
            button(voice.t('campaign-b-send-now'), `campaign:${id}:now`, 'primary'),
            button(voice.t('campaign-b-other-time'), `campaign:${id}:when`),
          ],
          [cancel, detail],
        ]
      : [
          [button(voice.t('campaign-b-when'), `campaign:${id}:when`), detail],
          [button(voice.t('campaign-b-now'), `campaign:${id}:now`), cancel],
        ],
  );
}

const bar = (percent: number) => {
  const full = Math.round(percent / 10);
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
};

/** Of a campaign that has begun. */
type LiveView = CardView & { readonly state: Exclude<CardState, { is: 'scheduled' }> };

/** The card's first lines alone, without what only a chat can draw. */
export function cardHeadline(voice: Voice, view: CardView, link: LinkState, now: number): string[] {
  const { state } = view;
  if (state.is === 'scheduled') return cardScreen(voice, view, link, now).text.split('\n').slice(0, 1);
  return screen(headline(voice, { ...view, state }, link, now)).text.split('\n');
}

type Line = string | ReturnType<typeof withPart> | null;

/** The first line says all that matters; the second explains, if there is something to explain. */
function headline(voice: Voice, view: LiveView, link: LinkState, now: number): [string, Line] {
  const { counts, state } = view;
  const values = {
    percent: view.percent,
    sent: voice.number(view.sent),
    done: voice.number(view.done),
    people: voice.number(counts.people),
  };
  switch (state.is) {
    case 'starting':
      return [voice.t('campaign-starting', { people: voice.many('people', counts.people) }), null];
    case 'queued':
      return [voice.t('campaign-queued', { behind: state.behind }), null];
    case 'sending':
      return sending(voice, view, values, now);
    case 'paused':
      return [
        voice.t('campaign-paused', { ...values, name: clip(state.name, 16), at: voice.time(state.at, now) }),
        voice.t('campaign-paused-why'),
      ];
    case 'stopped':
      return stopped(voice, view, state.reason);
    case 'waiting':
      return waiting(voice, view, state.hold, link, now);
    case 'resting':
      return resting(voice, view, state.waits.until, voice.t(`campaign-tomorrow-${state.waits.why}`), now);
    case 'finished':
      return [voice.t('campaign-finished', { ...values, count: counts.people }), null];
    case 'cancelled':
      return [voice.t('campaign-cancelled', { ...values, count: view.sent }), null];
  }
}

/** Shares are of those about whom something is known, as `examine` counts them. */
function stopped(voice: Voice, { counts, sent, percent }: LiveView, reason: StopReason): [string, Line] {
  const unregistered = counts.reasons['not-on-whatsapp'] ?? 0;
  const values = {
    percent,
    part: voice.number(reason === 'unregistered' ? unregistered : counts.failed),
    whole: voice.number(sent + counts.failed + unregistered),
  };
  return [voice.t(`campaign-stopped-${reason}`, values), voice.t(`campaign-stopped-${reason}-why`, values)];
}

function waiting(
  voice: Voice,
  view: CardView,
  hold: Extract<CardView['state'], { is: 'waiting' }>['hold'],
  link: LinkState,
  now: number,
): [string, Line] {
  const until = hold.until === null ? '…' : voice.time(hold.until, now);
  const values = {
    percent: view.percent,
    until,
    done: voice.number(view.done),
    people: voice.number(view.counts.people),
  };
  switch (hold.reason) {
    case 'connection':
      return connection(voice, view, link, now);
    case 'reach-out-lock':
    case 'new-chat-cap':
    case 'refusals':
      return [voice.t('campaign-limited', values), voice.t('campaign-limited-why')];
    case 'too-fast':
      return [voice.t('campaign-too-fast', values), voice.t('campaign-too-fast-why')];
    case 'daily-cap':
      return resting(voice, view, hold.until, voice.t('campaign-tomorrow-cap'), now);
    case 'upload': {
      const wait = hold.until === null ? null : countdown(until, hold.until);
      const why = voice.t('campaign-upload-why', { when: '\u0000' });
      return [voice.t('campaign-upload', values), wait ? withPart(why, '\u0000', wait) : null];
    }
    case 'ban':
      return banned(voice, view, hold.until, now);
    case 'restart':
      return [voice.t('campaign-restarting', values), null];
    case 'disabled':
      return [voice.t('campaign-disabled', values), null];
    case 'copy':
      return [voice.t('campaign-copy', values), voice.t('campaign-copy-why')];
    case 'replaced':
      return [voice.t('campaign-replaced', values), voice.t('campaign-replaced-why')];
    case 'asleep':
      return [voice.t('campaign-asleep', values), null];
    case 'disk':
      return [voice.t('campaign-disk', values), null];
  }
}

/** How far, until when; and why it is slower than it was told to be. */
function sending(
  voice: Voice,
  { endsAt, campaign }: CardView,
  values: { percent: number },
  now: number,
): [string, Line] {
  const end = { ...values, end: endsAt === null ? '' : voice.time(endsAt, now) };
  if (campaign.slowed)
    return [
      voice.t(endsAt === null ? 'campaign-slowed' : 'campaign-slowed-end', end),
      voice.t(`campaign-slowed-${campaign.slowed}`),
    ];
  return [voice.t(endsAt === null ? 'campaign-sending' : 'campaign-sending-end', end), null];
}

/** It goes on by itself; when, how far it is, why, and when it will be over. */
function resting(
  voice: Voice,
  view: CardView,
  until: number | null,
  why: string,
  now: number,
): [string, Line] {
  const first = voice.t('campaign-tomorrow', {
    until: until === null ? '…' : voice.time(until, now),
    done: voice.number(view.done),
    people: voice.number(view.counts.people),
  });
  const { endsAt } = view;
  const end = endsAt === null ? '' : voice.t('campaign-tomorrow-end', { end: voice.time(endsAt, now) });
  return [first, `${why} ${end}`.trim()];
}

function banned(voice: Voice, { percent }: CardView, until: number | null, now: number): [string, Line] {
  const first =
    until === null
      ? voice.t('campaign-banned', { percent })
      : voice.t('campaign-banned-until', { percent, until: voice.time(until, now) });
  return [first, voice.t('campaign-banned-why')];
}

function connection(voice: Voice, view: CardView, link: LinkState, now: number): [string, Line] {
  const values = { percent: view.percent };
  if (link.is === 'reconnecting') {
    const sentence = voice.t('campaign-waiting-next', { when: '\u0000' });
    const wait = countdown(voice.time(link.nextAt, now), link.nextAt);
    return [
      voice.t('campaign-waiting-try', { ...values, attempt: link.attempt, of: link.of }),
      withPart(sentence, '\u0000', wait),
    ];
  }
  if (link.is === 'banned') return banned(voice, view, link.until, now);
  if (link.is === 'given-up' || link.is === 'replaced' || link.is === 'outdated')
    return [voice.t('campaign-given-up', values), null];
  if (isUnlinked(link)) return [voice.t('campaign-unlinked', values), null];
  return [voice.t('campaign-waiting-link', values), null];
}

function buttons(voice: Voice, view: LiveView, link: LinkState): (Button | null)[][] {
  const id = view.campaign.id;
  const detail = button(voice.t('campaign-b-detail'), `campaign:${id}:show`);
  const cancel = button(voice.t('campaign-b-cancel'), `campaign:${id}:cancel`, 'danger');
  const pause = button(voice.t('campaign-b-pause'), `campaign:${id}:pause`, 'primary');
  const { state, counts } = view;
  switch (state.is) {
    case 'queued':
      return [
        [pause, detail],
        [button(voice.t('campaign-b-urgent'), `campaign:${id}:urgent`), cancel],
      ];
    case 'starting':
    case 'sending':
    case 'resting':
      return [
        [pause, detail],
        [button(voice.t('campaign-b-pace'), `campaign:${id}:pace`), cancel],
      ];
    case 'paused':
      return [[button(voice.t('campaign-b-resume'), `campaign:${id}:resume`, 'primary'), detail], [cancel]];
    case 'stopped':
      return [
        [button(voice.t(onward(state.reason)), `campaign:${id}:resume`), detail],
        [
          counts.failed + counts.skipped > 0
            ? button(voice.t('campaign-b-failed'), `campaign:${id}:failed`)
            : null,
          cancel,
        ],
      ];
    case 'waiting':
      if (state.hold.reason === 'restart' || state.hold.reason === 'copy') return [];
      if (state.hold.reason === 'replaced')
        return [[button(voice.t('connect-b-take'), 'connect:retry'), detail], [cancel]];
      if (state.hold.reason === 'connection' && link.is !== 'banned')
        return [[reconnect(voice, link), detail], [cancel]];
      if (state.hold.reason === 'connection' || state.hold.reason === 'ban')
        return [[button(voice.t('campaign-b-what'), 'help:limits'), detail], [cancel]];
      if (state.hold.reason === 'reach-out-lock' || state.hold.reason === 'new-chat-cap')
        return [[button(voice.t('campaign-b-what'), 'help:limits'), detail], [cancel]];
      return [[pause, detail], [cancel]];
    case 'finished':
    case 'cancelled':
      return [
        [
          button(voice.t('campaign-b-report'), `campaign:${id}:report`),
          state.is === 'finished'
            ? button(voice.t('campaign-b-repeat-short'), `campaign:${id}:repeat`)
            : null,
        ],
      ];
  }
}

/** Where nothing has gone out, going on is no risk to warn of. */
const onward = (reason: StopReason) => (reason === 'upload' ? 'campaign-b-resume' : 'campaign-b-go-on');

function reconnect(voice: Voice, link: LinkState): Button {
  return isUnlinked(link)
    ? button(voice.t('connect-b-again'), 'connect:start', 'primary')
    : button(voice.t('connect-b-retry'), 'connect:retry', 'primary');
}

const UNLINKED: readonly LinkStateName[] = ['logged-out', 'offline', 'scan-expired', 'unreachable'];
const isUnlinked = ({ is }: LinkState) => UNLINKED.includes(is);
