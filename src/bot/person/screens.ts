/** One person: what is known, what was sent, what they said, and the way out. Pure. */
import type { Campaign } from '../../queue/campaign.ts';
import { formatPhone } from '../../queue/import/phone.ts';
import type { Dossier, PersonKey, PersonRef, Recipient } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { button, clip, quote, type Screen, screen } from '../screen.ts';

/** As many campaigns as one reads at a glance; the evidence has all. */
const CAMPAIGNS = 6;

export interface PersonFacts {
  readonly dossier: Dossier;
  readonly ref: PersonRef;
  /** Of who has never answered and stands in no list, as a shared contact tells it. */
  readonly name: string | null;
  readonly admin: boolean;
}

export function personScreen(voice: Voice, { dossier, ref, name, admin }: PersonFacts, now: number): Screen {
  const { listed, doubt, messages, replies } = dossier;
  const sent = messages.filter(({ campaign }) => campaign.kind === 'campaign');
  const more = sent.length - CAMPAIGNS;
  const last = replies[0];
  return screen(
    [
      titleOf(voice, dossier, name),
      stateLine(voice, dossier, now),
      consentLine(voice, sent, now),
      sent.length === 0
        ? voice.t('person-none')
        : quote(
            sent
              .slice(0, CAMPAIGNS)
              .map(({ campaign, row }) => sentLine(voice, campaign, row, now))
              .join('\n'),
          ),
      more > 0 ? voice.t('person-more', { count: more }) : null,
      last
        ? voice.t('person-replies', {
            count: replies.length,
            at: voice.time(last.at, now),
            text: saidIn(voice, last),
          })
        : null,
      last && !listed ? voice.t('reply-how') : null,
    ],
    [
      [button(voice.t('person-b-draft'), `person:${ref}:draft`, ...(listed ? [] : (['primary'] as const)))],
      [
        listed
          ? button(voice.t('reply-b-undo'), `optout:${ref}:remove`)
          : button(voice.t('reply-b-out'), `optout:${ref}:add`),
        button(voice.t('person-b-evidence'), `person:${ref}:evidence`),
      ],
      doubt === null || listed ? [] : [button(voice.t(`person-b-keep-${doubt}`), `optout:${ref}:keep`)],
      [
        admin ? button(voice.t('person-b-forget'), `person:${ref}:forget`) : null,
        button(voice.t('menu-b-menu'), 'menu:show'),
      ],
    ],
  );
}

/** The one confirmation. */
export const forgetScreen = (voice: Voice, person: PersonKey, ref: PersonRef): Screen =>
  screen(
    [voice.t('person-forget', { phone: phoneOf(voice, person) })],
    [
      [button(voice.t('person-b-forget-yes'), `person:${ref}:forget:yes`, 'danger')],
      [button(voice.t('new-b-back'), `person:${ref}:show`)],
    ],
  );

export const forgottenScreen = (voice: Voice, rows: number): Screen =>
  screen([voice.t('person-forgotten', { count: rows })], [[button(voice.t('menu-b-menu'), 'menu:show')]]);

/** `/forget` without a number, or with something else. */
export const askForgetScreen = (voice: Voice, bad?: string): Screen =>
  screen(
    [
      bad === undefined ? voice.t('person-ask-forget') : voice.t('optout-bad', { written: bad }),
      bad === undefined ? null : voice.t('person-ask-forget'),
    ],
    [[button(voice.t('menu-b-menu'), 'menu:show')]],
  );

const NAME = 24;

function titleOf(voice: Voice, { person, name }: Dossier, told: string | null): string {
  const known = name ?? told;
  const phone = phoneOf(voice, person);
  return known ? `${clip(known, NAME)} · ${phone}` : phone;
}

function stateLine(voice: Voice, { listed, doubt, history }: Dossier, now: number): string {
  const last = history.at(-1);
  if (listed && last?.what === 'out') {
    const at = voice.time(last.at, now);
    return voice.t(`person-out-${last.source}`, { at, word: last.word ?? '', by: last.by ?? '' });
  }
  if (listed) return voice.t('person-out');
  if (doubt) return voice.t(`person-doubt-${doubt}`);
  return voice.t(last?.what === 'in' ? 'person-back' : 'person-may', {
    at: last ? voice.time(last.at, now) : '',
  });
}

type Sent = Dossier['messages'];

/** Who said that this person agreed, and for which list. */
function consentLine(voice: Voice, sent: Sent, now: number): string | null {
  const given = sent.find(({ campaign }) => campaign.consent)?.campaign;
  if (!given?.consent) return null;
  const { name, at } = given.consent;
  return voice.t('person-consent', { by: clip(name, 20), at: voice.time(at, now), id: given.id });
}

function sentLine(voice: Voice, campaign: Campaign, row: Recipient, now: number): string {
  const at = row.readAt ?? row.deliveredAt ?? row.acceptedAt ?? row.failedAt ?? row.intendedAt;
  const state =
    row.reason === null
      ? voice.t(`report-state-${row.state}`)
      : voice.t(`report-reason-${row.reason === 'invalid' ? (row.detail ?? 'invalid') : row.reason}`, {
          line: row.detail ?? '',
          field: row.detail ?? '',
        });
  const when = at === null ? '' : ` · ${voice.time(at, now)}`;
  return `${campaign.id} ${clip(campaign.name, 14)} · ${state}${when}`;
}

function saidIn(voice: Voice, { text, kind }: Dossier['replies'][number]): string {
  if (text) return `"${clip(text.replaceAll(/\s+/g, ' '), 80)}"`;
  return voice.t(`reply-kind-${kind}`);
}

/** A LID is no number: nobody could call it. */
export const phoneOf = (voice: Voice, { phone }: PersonKey): string =>
  phone ? formatPhone(phone) : voice.t('reply-no-number');
