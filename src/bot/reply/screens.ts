/** L4 and what belongs to it: people's answers as operators read them. Pure. */
import type { CampaignId } from '../../queue/campaign.ts';
import { formatPhone } from '../../queue/import/phone.ts';
import type { PersonRef, Reply } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { asShown } from '../marks.ts';
import { phoneOf } from '../person/screens.ts';
import { type Button, button, clip, pageRow, quote, type Screen, screen } from '../screen.ts';

/** A first line is the notification: what doesn't fit stands below. */
const FIRST_LINE = 60;
const NAME = 22;
export const REPLIES_A_PAGE = 5;

export interface ReplyFacts {
  readonly reply: Reply;
  readonly ref: PersonRef;
  /** It sounds like a no, and nobody has decided yet. */
  readonly doubtful: boolean;
  readonly listed: boolean;
  readonly muted: boolean;
}

/** L4: who replies to it writes to that person. */
export function replyScreen(voice: Voice, facts: ReplyFacts): Screen {
  const { reply, ref, doubtful, listed, muted } = facts;
  const first = firstLine(voice, reply, doubtful && !listed);
  const campaign = reply.campaignId;
  const values = { phone: phoneOf(voice, reply.person), id: campaign ?? 0 };
  return screen(
    [
      first.line,
      first.rest === null ? null : quote(asShown(first.rest)),
      reply.kind === 'text' ? null : voice.t('reply-open'),
      voice.t(campaign === null ? 'reply-where-none' : 'reply-where', values),
      listed ? voice.t('reply-listed') : voice.t(doubtful ? 'reply-undecided' : 'reply-how'),
    ],
    [
      listed
        ? [button(voice.t('reply-b-undo'), `optout:${ref}:remove`)]
        : [
            button(voice.t('reply-b-out'), `optout:${ref}:add`, ...(doubtful ? (['danger'] as const) : [])),
            doubtful
              ? button(voice.t('reply-b-keep'), `optout:${ref}:keep`)
              : muteButton(voice, campaign, muted),
          ],
      [button(voice.t('reply-b-person'), `person:${ref}:show`)],
    ],
  );
}

/** Many at once: one message in place of a flood. */
export function manyScreen(
  voice: Voice,
  { replies, doubtful }: { replies: readonly Reply[]; doubtful: number },
): Screen {
  const shown = replies.slice(0, 6);
  const campaigns = [...new Set(replies.flatMap(({ campaignId }) => campaignId ?? []))].slice(0, 4);
  return screen(
    [
      voice.t('reply-many', { count: replies.length, shown: voice.number(replies.length) }),
      ...shown.map((reply) => shortly(voice, reply, 90)),
      replies.length > shown.length
        ? voice.t('reply-many-more', { count: voice.number(replies.length - shown.length) })
        : null,
      doubtful > 0 ? voice.t('reply-many-doubtful', { count: doubtful }) : null,
    ],
    [
      doubtful > 0 ? [button(voice.t('reply-b-decide'), 'optout:doubts', 'primary')] : [],
      ...campaigns.map((id) => [button(voice.t('reply-b-of', { id }), `campaign:${id}:replies`)]),
    ],
  );
}

/** All answers to a campaign, the newest first. */
export function repliesScreen(
  voice: Voice,
  page: {
    id: CampaignId;
    total: number;
    page: number;
    replies: readonly { reply: Reply; ref: PersonRef }[];
    muted: boolean;
  },
  now: number,
): Screen {
  const { id, total } = page;
  const pages = Math.max(1, Math.ceil(total / REPLIES_A_PAGE));
  return screen(
    [
      voice.t(total === 0 ? 'reply-list-none' : 'reply-list', { id, total: voice.number(total) }),
      ...page.replies.map(({ reply }) => `${voice.time(reply.at, now)} · ${shortly(voice, reply, 200)}`),
      total === 0 ? null : voice.t('reply-list-how'),
    ],
    [
      ...page.replies.map(({ reply, ref }) => [
        button(clip(shortly(voice, reply, 60).replaceAll('\n', ' '), 32), `person:${ref}:show`),
      ]),
      pageRow(`campaign:${id}:replies`, { page: page.page, pages }, `${page.page} / ${pages}`),
      [muteButton(voice, id, page.muted), button(voice.t('reply-b-campaign'), `campaign:${id}:show`)],
    ],
  );
}

function muteButton(voice: Voice, campaign: CampaignId | null, muted: boolean): Button | null {
  if (campaign === null) return null;
  return muted
    ? button(voice.t('reply-b-unmute'), `campaign:${campaign}:unmute`)
    : button(voice.t('reply-b-mute'), `campaign:${campaign}:mute`);
}

/** Words that fit stand in the line; others follow whole below it. */
function firstLine(voice: Voice, reply: Reply, doubtful: boolean): { line: string; rest: string | null } {
  const name = clip(nameOf(reply), NAME);
  const { text, kind } = reply;
  if (kind !== 'text') {
    const line = voice.t('reply-sent', { name, what: voice.t(`reply-kind-${kind}`) });
    return { line, rest: text };
  }
  const key = doubtful ? 'reply-doubtful' : reply.campaignId === null ? 'reply-wrote' : 'reply-said';
  const words = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  const room = FIRST_LINE - voice.t(key, { name, text: '' }).length;
  if (words.length <= room) return { line: voice.t(key, { name, text: words }), rest: null };
  return { line: voice.t(key, { name, text: clip(words, room) }), rest: text };
}

/** Who and what, in one line. */
function shortly(voice: Voice, reply: Reply, most: number): string {
  const what = reply.kind === 'text' ? '' : voice.t(`reply-kind-${reply.kind}`);
  const words = (reply.text ?? '').replaceAll(/\s+/g, ' ').trim();
  const said = [what, words === '' ? '' : `"${words}"`].filter((part) => part !== '').join(': ');
  return clip(`${clip(nameOf(reply), NAME)}: ${said}`, most);
}

const nameOf = ({ name, person }: Reply): string =>
  name ?? (person.phone ? formatPhone(person.phone) : '•••');
