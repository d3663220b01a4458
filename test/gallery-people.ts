/** Screens about people: their answers, who said no, one person's card. */
import * as optOut from '../src/bot/optout/screens.ts';
import * as person from '../src/bot/person/screens.ts';
import { answerScreen, goneScreen } from '../src/bot/reply/answer.ts';
import * as reply from '../src/bot/reply/screens.ts';
import { screen } from '../src/bot/screen.ts';
import type { CampaignId } from '../src/queue/campaign.ts';
import {
  type Dossier,
  type OptOut,
  type PersonRef,
  REPLY_KINDS,
  type Recipient,
  type Reply,
} from '../src/queue/ports.ts';
import type { Voice } from '../src/texts/texts.ts';
import { aPhone, NOW } from './builders.ts';
import { aDraft, type Picture } from './gallery.ts';

const DAY = 86_400_000;
const REF = 'ref8F3K2A' as PersonRef;
const ana = { phone: aPhone(0), lid: '7700' };
const hidden = { phone: null, lid: '8800' };
const LONG = 'Buenas tardes, quería saber si el turno del jueves se puede pasar para la semana que viene.';

export function people(voice: Voice): Picture[] {
  return [...replies(voice), ...optOuts(voice), ...cards(voice)];
}

const aReply = (patch: Partial<Reply> = {}): Reply => ({
  ...{ id: 7, key: 'k', person: ana, at: NOW, name: 'Ana', text: '¿Puedo ir a las 10?', kind: 'text' },
  campaignId: 12 as CampaignId,
  ...patch,
});

function replies(voice: Voice): Picture[] {
  const facts = { ref: REF, doubtful: false, listed: false, muted: false };
  const show = (patch: Partial<Reply> = {}, more: Partial<typeof facts> = {}) =>
    reply.replyScreen(voice, { ...facts, ...more, reply: aReply(patch) });
  const many = Array.from({ length: 38 }, (_, nth) => aReply({ id: nth, name: `Persona ${nth}` }));
  const page = { id: 12 as CampaignId, total: 57, page: 2, muted: false };
  const shown = [aReply(), aReply({ kind: 'voice', text: null }), aReply({ text: LONG, name: null })];
  return [
    { title: 'reply', screen: show() },
    { title: 'reply: long', screen: show({ text: LONG }) },
    { title: 'reply: muted', screen: show({}, { muted: true }) },
    { title: 'reply: opted out', screen: show({}, { listed: true }) },
    { title: 'reply: maybe a no', screen: show({ text: 'no me escriban más' }, { doubtful: true }) },
    { title: 'reply: to no campaign, number unknown', screen: show({ campaignId: null, person: hidden }) },
    { title: 'reply: long name', screen: show({ name: 'María José Fernández de Kirchner y Bustamante' }) },
    ...REPLY_KINDS.filter((kind) => kind !== 'text').map((kind) => ({
      title: `reply: ${kind}`,
      screen: show({ kind, text: kind === 'image' ? 'Mira' : null }),
    })),
    { title: 'replies: many', screen: reply.manyScreen(voice, { replies: many, doubtful: 2 }) },
    { title: 'replies: two', screen: reply.manyScreen(voice, { replies: many.slice(0, 2), doubtful: 0 }) },
    {
      title: 'replies of a campaign',
      screen: reply.repliesScreen(
        voice,
        { ...page, replies: shown.map((one) => ({ reply: one, ref: REF })) },
        NOW,
      ),
    },
    {
      title: 'replies of a campaign: none',
      screen: reply.repliesScreen(voice, { ...page, total: 0, page: 1, muted: true, replies: [] }, NOW),
    },
    ...(['opted-out', 'not-on-whatsapp'] as const).map((reason) => ({
      title: `answer: ${reason}`,
      screen: answerScreen(voice, { is: 'failed', reason }),
    })),
    { title: 'answer: late', screen: answerScreen(voice, { is: 'late' }) },
    { title: 'answer: to nobody', screen: goneScreen(voice) },
    { title: 'answer: of no kind', screen: screen([voice.t('reply-answer-kind')]) },
  ];
}

function optOuts(voice: Voice): Picture[] {
  const entries: OptOut[] = [0, 1, 2].map((id) => ({
    ...{ id, person: { phone: aPhone(id), lid: null }, at: NOW - id * DAY, source: 'message', word: 'BAJA' },
  }));
  const none = { optOut: 0, identity: 0 };
  const list = (total: number, doubts = none) =>
    optOut.optOutScreen(
      voice,
      { total, entries: entries.slice(0, total), doubts, retentionDays: total > 1 ? 90 : null },
      NOW,
    );
  const added = (fresh: boolean) => ({ person: { ...ana, ref: REF }, fresh });
  const doubt = { person: { ...ana, ref: REF }, about: 'opt-out' as const, at: NOW };
  const phone = '+595 981 010000';
  const changed = (count: number) => ({
    total: count,
    people: Array.from({ length: Math.min(count, 20) }, (_, nth) => ({ phone: aPhone(nth), lid: null })),
  });
  const imported = { ok: true as const, added: 1204, known: 12, invalid: 3 };
  return [
    { title: 'opt-outs: none', screen: list(0) },
    { title: 'opt-outs: one', screen: list(1) },
    { title: 'opt-outs', screen: list(1048, { optOut: 2, identity: 1 }) },
    ...(['add', 'remove', 'import'] as const).map((what) => ({
      title: `opt-outs: ${what}`,
      screen: optOut.askScreen(voice, what),
    })),
    { title: 'opt-outs: bad number', screen: optOut.askScreen(voice, 'add', 'mañana') },
    { title: 'opt-outs: sure?', screen: optOut.removeScreen(voice, phone, REF) },
    { title: 'opt-outs: added', screen: optOut.addedScreen(voice, [added(true)]) },
    { title: 'opt-outs: was there', screen: optOut.addedScreen(voice, [added(false)]) },
    {
      title: 'opt-outs: several',
      screen: optOut.addedScreen(voice, [added(true), added(true), added(false)]),
    },
    { title: 'opt-outs: removed', screen: optOut.removedScreen(voice, phone, true) },
    { title: 'opt-outs: was not there', screen: optOut.removedScreen(voice, phone, false) },
    { title: 'opt-outs: imported', screen: optOut.importedScreen(voice, imported) },
    { title: 'opt-outs: none new', screen: optOut.importedScreen(voice, { ...imported, added: 0 }) },
    {
      title: 'opt-outs: no list',
      screen: optOut.importedScreen(voice, { ok: false, problem: { is: 'no-column' } }),
    },
    {
      title: 'opt-outs: decide',
      screen: optOut.doubtsScreen(voice, { total: 2, next: doubt, said: 'no me escriban más' }),
    },
    { title: 'opt-outs: decided', screen: optOut.doubtsScreen(voice, { total: 0, next: null, said: null }) },
    { title: 'numbers changed: one', screen: optOut.changedScreen(voice, changed(1)) },
    { title: 'numbers changed: many', screen: optOut.changedScreen(voice, changed(48)) },
    { title: 'numbers changed: none', screen: optOut.changedScreen(voice, changed(0)) },
  ];
}

const aMessage = (id: number, patch: Partial<Recipient>): Dossier['messages'][number] => ({
  campaign: aDraft({
    ...{
      id: id as CampaignId,
      name: `Promo de marzo para clientes ${id}`,
      state: 'finished',
      startedAt: NOW,
    },
    consent: { operatorId: 1001, name: 'Ana', at: NOW - DAY },
  }),
  row: {
    ...{ id, campaignId: id as CampaignId, line: 2, written: '0981', phone: aPhone(0), address: null },
    ...{
      fields: {},
      state: 'read',
      reason: null,
      detail: null,
      atImport: false,
      wireId: '',
      tries: 0,
      parts: 1,
    },
    ...{ acked: 1, delivered: 1, read: 1, intendedAt: NOW, acceptedAt: NOW, deliveredAt: NOW, readAt: NOW },
    failedAt: null,
    ...patch,
  },
});

function cards(voice: Voice): Picture[] {
  const dossier: Dossier = {
    ...{ person: ana, name: 'Ana López', listed: false, doubt: null, replies: [aReply(), aReply()] },
    messages: [
      aMessage(12, {}),
      aMessage(11, { state: 'skipped', reason: 'not-on-whatsapp', readAt: null, deliveredAt: null }),
      ...[10, 9, 8, 7, 6, 5].map((id) => aMessage(id, {})),
    ],
    history: [],
  };
  const out = (source: OptOut['source']): Dossier => ({
    ...dossier,
    listed: true,
    history: [{ at: NOW, what: 'out', source, word: source === 'message' ? 'BAJA' : null, by: 'Ana' }],
  });
  const empty: Dossier = { ...dossier, name: null, messages: [], replies: [] };
  const show = (one: Dossier, admin = true) =>
    person.personScreen(voice, { dossier: one, ref: REF, name: null, admin }, NOW);
  return [
    { title: 'person', screen: show(dossier) },
    { title: 'person: nobody knows them', screen: show(empty, false) },
    ...(['message', 'operator', 'import', 'forgotten'] as const).map((source) => ({
      title: `person: opted out, ${source}`,
      screen: show(out(source)),
    })),
    { title: 'person: forgotten before', screen: show({ ...empty, listed: true }) },
    ...(['opt-out', 'identity'] as const).map((doubt) => ({
      title: `person: in doubt, ${doubt}`,
      screen: show({ ...dossier, doubt }),
    })),
    {
      title: 'person: came back',
      screen: show({
        ...empty,
        history: [{ at: NOW, what: 'in', source: 'message', word: null, by: null }],
      }),
    },
    { title: 'person: forget?', screen: person.forgetScreen(voice, ana, REF) },
    ...[0, 1, 3].map((rows) => ({
      title: `person: forgotten, ${rows}`,
      screen: person.forgottenScreen(voice, rows),
    })),
    { title: 'person: forget whom?', screen: person.askForgetScreen(voice) },
    { title: 'person: forget whom? bad number', screen: person.askForgetScreen(voice, 'mañana') },
  ];
}
