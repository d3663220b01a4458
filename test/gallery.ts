/** Every screen of the bot with plausible facts, for golden files and for rules that hold for all of them. */

import { type BackFacts, backScreen } from '../src/bot/back.ts';
import { askRetryScreen, replaceDraftScreen, retriedScreen } from '../src/bot/campaign/again.ts';
import { failedScreen } from '../src/bot/campaign/failed.ts';
import { historyScreen, renameScreen } from '../src/bot/campaign/history.ts';
import { changePaceScreen } from '../src/bot/campaign/pace.ts';
import {
  askCancelScreen,
  listScreen as campaignsScreen,
  detailScreen,
  overScreen,
  resumedScreen,
  slowedScreen,
} from '../src/bot/campaign/screens.ts';
import { cardScreen } from '../src/bot/card/screens.ts';
import { campaignChartScreen } from '../src/bot/charts.ts';
import { clockScreen } from '../src/bot/clock.ts';
import * as idle from '../src/bot/connect/idle.ts';
import { phoneAwayScreen } from '../src/bot/connect/phone-away.ts';
import * as linking from '../src/bot/connect/screens.ts';
import { copyScreen } from '../src/bot/copy.ts';
import { diskScreen, lackScreen, readOnlyScreen, refusedByDiskScreen } from '../src/bot/disk.ts';
import { doctorScreen } from '../src/bot/doctor.ts';
import { errorScreen } from '../src/bot/error.ts';
import { helpScreen, topicScreen, topicsFor } from '../src/bot/help.ts';
import { importedScreen } from '../src/bot/imported.ts';
import { lastLinesScreen, logsScreen } from '../src/bot/logs.ts';
import { claimedScreen, type MenuFacts, menuScreen } from '../src/bot/menu.ts';
import { askGapScreen, repeatedScreen } from '../src/bot/new/fields.ts';
import * as files from '../src/bot/new/file-screens.ts';
import * as list from '../src/bot/new/list-screens.ts';
import { mendedLine, mendScreen, wrongLine } from '../src/bot/new/mending.ts';
import { draftNameScreen, moreScreen } from '../src/bot/new/more.ts';
import { askPaceScreen, byScreen, closingScreen, type PaceChoice, paceScreen } from '../src/bot/new/pace.ts';
import * as saved from '../src/bot/new/saved.ts';
import * as savedLists from '../src/bot/new/saved-lists.ts';
import * as draft from '../src/bot/new/screens.ts';
import { sheetsScreen } from '../src/bot/new/sheets.ts';
import * as shelf from '../src/bot/new/shelf.ts';
import { trialScreen } from '../src/bot/new/trial.ts';
import type { Words } from '../src/bot/new/words.ts';
import { contestedScreen } from '../src/bot/poll.ts';
import {
  askScreen,
  heldScreen,
  type PowerTrouble,
  stepScreen,
  troubleScreen,
  unlinkedScreen,
  unlinkScreen,
} from '../src/bot/power/screens.ts';
import { type Screen, screen } from '../src/bot/screen.ts';
import { statsScreen, weeklyScreen } from '../src/bot/stats/screens.ts';
import { healthScreen, type StatusFacts, statusScreen } from '../src/bot/status.ts';
import * as when from '../src/bot/when/screens.ts';
import {
  type Campaign,
  type CampaignId,
  type ListOrigin,
  type ListSource,
  ROWS_CHOICES,
  type RowsChoice,
  SLOW_REASONS,
  STOP_REASONS,
} from '../src/queue/campaign.ts';
import type { Content, MediaFile } from '../src/queue/content.ts';
import type { Preview } from '../src/queue/control/control.ts';
import { likelyCountries } from '../src/queue/import/country.ts';
import type { ListProblem } from '../src/queue/import/import.ts';
import { callingCode, formatPhone } from '../src/queue/import/phone.ts';
import type { BadRow } from '../src/queue/mending.ts';
import {
  type Counts,
  HOLD_REASONS,
  type Hold,
  type HoldReason,
  type Recipient,
  type SavedList,
  type SavedListId,
  type SavedText,
  type SavedTextId,
} from '../src/queue/ports.ts';
import { LIMITED } from '../src/queue/preparing/prepare.ts';
import type { CardState, CardView } from '../src/queue/progress.ts';
import { HEALTH_REASONS } from '../src/queue/sending/health.ts';
import type { Plan } from '../src/queue/sending/plan.ts';
import { PERIODS, type Period, type Stats, spanOf } from '../src/queue/stats.ts';
import type { Values, Voice } from '../src/texts/texts.ts';
import { CHECKS, type Finding } from '../src/upkeep/doctor/doctor.ts';
import type { LinkState } from '../src/whatsapp/link.ts';
import { ACCOUNT, aPhone, NOW } from './builders.ts';
import { people } from './gallery-people.ts';
import { settingScreens, teamScreens } from './team-gallery.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const online: LinkState = { is: 'online', phone: '595981123456', since: NOW - DAY };
const since = NOW - MINUTE;

/** What the link can be while nothing goes out. */
const BROKEN: Readonly<Record<string, LinkState>> = {
  connecting: { is: 'connecting', linked: true },
  reconnecting: { is: 'reconnecting', attempt: 3, of: 5, nextAt: NOW + 15_000, since },
  'given up': { is: 'given-up', since, nextAt: NOW + 60 * MINUTE },
  'taken over': { is: 'replaced', at: NOW },
  outdated: { is: 'outdated', at: NOW },
  'banned until': { is: 'banned', until: NOW + 20 * 60 * MINUTE, why: 'strangers', at: NOW },
  banned: { is: 'banned', until: null, why: null, at: NOW },
  unlinked: { is: 'logged-out', why: 'by-phone', code: 401, at: NOW },
  locked: { is: 'logged-out', why: 'locked', code: 403, at: NOW },
  'refused at login': { is: 'logged-out', why: 'while-away', code: 401, at: NOW },
  'closed for good': { is: 'logged-out', why: 'banned', code: 406, at: NOW },
  'ended by a code': { is: 'logged-out', why: 'unknown', code: 418, at: NOW },
  offline: { is: 'offline' },
};

export interface Picture {
  readonly title: string;
  readonly screen: Screen;
}

/** All of them, in the order in which a newcomer meets them. */
export function gallery(voice: Voice): Picture[] {
  return [
    ...beginning(voice),
    ...links(voice),
    ...lists(voice),
    ...drafts(voice),
    ...messages(voice),
    ...savedTexts(voice),
    ...times(voice),
    ...cards(voice),
    ...campaigns(voice),
    ...people(voice),
    ...statistics(voice),
    ...rest(voice),
    ...logs(voice),
    ...doctor(voice),
    ...settingScreens(voice),
    ...teamScreens(voice),
    ...sentences(voice),
  ];
}

const wordsOf = (voice: Voice): Words => ({
  phone: formatPhone,
  country: (code) => `${voice.country(code)} (+${callingCode(code)})`,
  footer: 'Responde BAJA',
});

const LONG = 'Recordatorio de vencimiento de la cuota de noviembre';

const today = {
  sent: 508,
  delivered: 471,
  read: 203,
  failed: 3,
  replies: 12,
  optOuts: 1,
  cap: 2000,
  newChats: 340,
  waiting: 700,
};

function beginning(voice: Voice): Picture[] {
  const menu = (link: LinkState, sending = 0, more: Partial<MenuFacts> = {}) =>
    menuScreen(voice, { link, sending, today, nextAt: null, panelUrl: null, ...more }, NOW);
  return [
    { title: 'claimed', screen: claimedScreen(voice, 'María José') },
    { title: 'claimed, long name', screen: claimedScreen(voice, LONG) },
    { title: 'menu: idle', screen: menu(online) },
    { title: 'menu: one sends', screen: menu(online, 1) },
    { title: 'menu: with a panel', screen: menu(online, 0, { panelUrl: 'https://example.com/panel/' }) },
    { title: 'menu: one is scheduled', screen: menu(online, 0, { nextAt: NOW + 21 * HOUR }) },
    {
      title: 'menu: one of each',
      screen: menu(online, 0, { today: { ...today, sent: 1, replies: 1 }, nextAt: NOW + 9 * DAY }),
    },
    { title: 'menu: two send', screen: menu(online, 2) },
    { title: 'menu: asleep', screen: menu({ is: 'asleep', since }) },
    ...Object.entries(BROKEN).map(([name, link]) => ({ title: `menu: ${name}`, screen: menu(link) })),
    { title: 'help: an operator', screen: helpScreen(voice, false) },
    { title: 'help: an admin', screen: helpScreen(voice, true) },
    ...topicsFor(true).map((topic) => ({
      title: `help: ${topic}`,
      screen: topicScreen(voice, topic, topic === 'limits' ? 50 : null),
    })),
    { title: 'help: limits, off', screen: topicScreen(voice, 'limits', null) },
  ];
}

function links(voice: Voice): Picture[] {
  const phone = formatPhone('595981123456');
  return [
    { title: 'connect: scan', screen: linking.scanScreen(voice, NOW + 20_000, NOW) },
    { title: 'connect: expired', screen: linking.expiredScreen(voice) },
    { title: 'connect: out of reach', screen: linking.unreachableScreen(voice) },
    { title: 'connect: number?', screen: linking.numberScreen(voice) },
    { title: 'connect: number not valid', screen: linking.badNumberScreen(voice, false) },
    { title: 'connect: number without country', screen: linking.badNumberScreen(voice, true) },
    {
      title: 'connect: letters',
      screen: linking.lettersScreen(voice, { letters: 'ABCDEFGH', phone, expiresAt: NOW + 160_000 }, NOW),
    },
    { title: 'connect: letters typed', screen: linking.typedScreen(voice, 'ABCDEFGH') },
    { title: 'connect: letters too often', screen: linking.tooManyScreen(voice, NOW + 80_000, NOW) },
    { title: 'connect: letters, an hour', screen: linking.tooManyScreen(voice, NOW + 40 * MINUTE, NOW) },
    { title: 'connect: letters refused', screen: linking.noLettersScreen(voice, phone, true) },
    { title: 'connect: letters, no answer', screen: linking.noLettersScreen(voice, phone, false) },
    { title: 'connect: phone is silent', screen: linking.stuckScreen(voice, 'silence') },
    { title: 'connect: passkey', screen: linking.stuckScreen(voice, 'passkey') },
    {
      title: 'connect: online, first time',
      screen: linking.onlineScreen(voice, phone, { first: true, goesOn: null }),
    },
    {
      title: 'connect: online again, nothing runs',
      screen: linking.onlineScreen(voice, phone, { first: false, goesOn: null }),
    },
    {
      title: 'connect: online again',
      screen: linking.onlineScreen(voice, phone, {
        first: false,
        goesOn: { id: 12, done: 508, people: 1215 },
      }),
    },
    ...Object.entries(BROKEN).flatMap(([name, link]) => {
      const face = linking.linkScreen(voice, link, NOW);
      return face ? [{ title: `connect: ${name}`, screen: face }] : [];
    }),
  ];
}

const LIST = {
  name: 'marzo.csv',
  path: '/uploads/1001/list',
  column: 0,
  columnName: 'telefono',
  country: 'PY',
  fields: ['telefono', 'nombre', 'fecha'],
  summary: {
    rows: 1240,
    people: 1215,
    out: { invalid: 8, duplicate: 14, optedOut: 3 },
    damaged: 2,
    examples: [
      { written: '0981 123456', phone: '595981123456' },
      { written: '0971 555000', phone: '595971555000' },
    ],
    badExample: 'abc',
    fingerprint: '',
  },
} as const;

/** Sent at once: so many people on the first day, the second, and so on. */
const aPlan = (...people: number[]): Plan => ({
  startsAt: NOW,
  endsAt: NOW + (people.length - 1) * DAY + 41 * MINUTE,
  days: people.map((count, nth) => ({ day: `2026-11-${25 + nth}`, people: count })),
});

const PACE_CHOICE: PaceChoice = {
  plans: { careful: aPlan(400, 815), normal: aPlan(50, 50, 50, 50), maximum: aPlan(1215) },
  own: null,
  daily: null,
  by: null,
  maximum: true,
};

export function aDraft(patch: Partial<Campaign> = {}): Campaign {
  return {
    id: 12 as CampaignId,
    accountId: ACCOUNT,
    kind: 'campaign',
    state: 'draft',
    pausedBy: null,
    name: 'Promo marzo',
    createdBy: 1001,
    createdByName: 'Ana',
    createdAt: NOW - 10 * MINUTE,
    startedAt: null,
    endedAt: null,
    dueAt: null,
    missedAt: null,
    repeat: null,
    urgent: false,
    parentId: null,
    relation: null,
    copyOf: null,
    list: LIST,
    content: { text: 'Hola {nombre|amigo}, te esperamos el {fecha}.', media: [] },
    pace: null,
    closing: null,
    waits: null,
    overruled: [],
    slowed: null,
    footer: true,
    footerText: null,
    consent: null,
    ...patch,
  };
}

const DOUBTFUL = { ...LIST.summary, several: 12, landlines: 1, accents: ['Muñoz', 'José', 'Begoña'] };

const ORIGINS: readonly ListOrigin[] = [
  { is: 'text', encoding: 'windows-1252', delimiter: ';' },
  { is: 'sheet', sheet: 'Clientes', others: 2 },
  { is: 'contacts' },
  { is: 'pasted', added: 3 },
];

const PROBLEMS: readonly ListProblem[] = [
  { is: 'kind', kind: 'pdf' },
  { is: 'kind', kind: 'numbers' },
  { is: 'empty' },
  { is: 'damaged', sheet: false },
  { is: 'damaged', sheet: true },
  { is: 'large' },
  {
    is: 'no-column',
    columns: ['nombre', 'ciudad', 'fecha'],
    origin: { is: 'text', encoding: 'windows-1252', delimiter: ';' },
  },
  { is: 'excel', count: 312, example: '5,95981E+11' },
  { is: 'excel', count: 1, example: '5,95981E+11' },
  { is: 'country', country: 'PY', example: '11 4321 8765' },
  { is: 'country', country: null, example: '11 4321 8765' },
  { is: 'nobody', out: 40 },
  { is: 'nobody', out: 1 },
];

const SHEETS: ListSource = {
  ...LIST,
  origin: { is: 'sheet', sheet: 'Clientes', others: 2, names: ['Clientes', 'Marzo', LONG] },
  summary: { ...LIST.summary, hidden: 12 },
};

const BAD: BadRow = {
  ...{ line: 14, written: '5,95981E+11', why: 'spreadsheet-damage', left: 8 },
  fields: { nombre: 'Ana', telefono: '5,95981E+11', fecha: '3 de marzo' },
};

const mendedRow = (reason: string | null) =>
  ({
    ...{ line: 14, phone: aPhone(1), reason, detail: null },
    state: reason === null ? 'queued' : 'skipped',
  }) as Recipient;

function lists(voice: Voice): Picture[] {
  const words = wordsOf(voice);
  const bare = aDraft({
    list: {
      ...LIST,
      columnName: '',
      fields: [],
      summary: { ...LIST.summary, damaged: 0, out: { invalid: 0, duplicate: 0, optedOut: 0 } },
    },
  });
  const repeated = (rows: RowsChoice) => {
    const out = { invalid: 8, duplicate: rows === 'first' ? 14 : 0, optedOut: 3 };
    const joined = rows === 'joined' ? { joined: 14 } : {};
    const people = rows === 'each' ? 1229 : 1215;
    const summary = { ...LIST.summary, people, repeated: 14, out: { ...out, ...joined } };
    return aDraft({ list: { ...LIST, rows, summary } });
  };
  const columns = [
    { index: 0, name: 'telefono', sample: '0981 123456', phoneShare: 1 },
    { index: 1, name: '', sample: 'un dato que no cabe en un botón de teléfono', phoneShare: 0 },
    { index: 2, name: 'fecha', sample: '', phoneShare: 0 },
  ];
  const many = Array.from({ length: 45 }, (_, index) => ({
    index,
    name: `dato ${index}`,
    sample: '',
    phoneShare: 0,
  }));
  return [
    { title: 'new: list', screen: list.listPrompt(voice) },
    { title: 'new: a draft exists', screen: list.existsScreen(voice, aDraft(), NOW) },
    {
      title: 'new: a draft of yesterday exists',
      screen: list.existsScreen(voice, aDraft({ createdAt: NOW - DAY }), NOW),
    },
    {
      title: 'new: a draft exists, long name',
      screen: list.existsScreen(voice, aDraft({ name: LONG }), NOW),
    },
    { title: 'new: list read', screen: list.listScreen(voice, aDraft(), words) },
    ...ORIGINS.map((origin) => ({
      title: `new: list read, ${origin.is}`,
      screen: list.listScreen(voice, aDraft({ list: { ...LIST, origin, summary: DOUBTFUL } }), words),
    })),
    { title: 'new: list read, bare', screen: list.listScreen(voice, bare, words) },
    {
      title: 'new: list read, no country',
      screen: list.listScreen(voice, aDraft({ list: { ...LIST, country: null } }), words),
    },
    ...ROWS_CHOICES.map((rows) => ({
      title: `new: list read, repeated rows: ${rows}`,
      screen: list.listScreen(voice, repeated(rows), words),
    })),
    ...ROWS_CHOICES.map((rows) => ({
      title: `new: repeated rows, now ${rows}`,
      screen: repeatedScreen(voice, repeated(rows)),
    })),
    { title: 'new: columns', screen: list.columnsScreen(voice, columns) },
    { title: 'new: columns, many', screen: list.columnsScreen(voice, many, 2) },
    {
      title: 'new: countries',
      screen: list.countriesScreen(voice, likelyCountries(['11 98765-4321'], 'PY'), words),
    },
    { title: 'new: another country', screen: list.askCountryScreen(voice) },
    { title: 'new: another country, wrong', screen: list.askCountryScreen(voice, LONG) },
    { title: 'new: reading stopped', screen: list.stoppedScreen(voice, null) },
    { title: 'new: reading stopped, a list before', screen: list.stoppedScreen(voice, aDraft()) },
    ...[false, true].map((withHidden) => ({
      title: `new: list read, several sheets, ${withHidden ? 'with' : 'without'} hidden rows`,
      screen: list.listScreen(voice, aDraft({ list: { ...SHEETS, withHidden } }), words),
    })),
    ...[1, 12].map((count) => ({
      title: `new: ${count} too long`,
      screen: draft.tooLongScreen(voice, { count, longest: 1_240, most: 1_024 }, 1_215),
    })),
    { title: 'new: sheets', screen: sheetsScreen(voice, SHEETS) },
    { title: 'mend: a row', screen: mendScreen(voice, BAD) },
    {
      title: 'mend: the last one, after one that was put right',
      screen: mendScreen(
        voice,
        { ...BAD, line: 1_240, written: '', why: 'empty', fields: { nombre: LONG, ciudad: LONG }, left: 1 },
        mendedLine(voice, mendedRow(null), words),
      ),
    },
    {
      title: 'mend: a wrong answer',
      screen: mendScreen(voice, { ...BAD, written: LONG }, wrongLine(voice, 'not-valid')),
    },
    {
      title: 'mend: over',
      screen: list.listScreen(voice, aDraft(), words, mendedLine(voice, mendedRow('duplicate'), words)),
    },
    { title: 'list problem: size', screen: list.downloadScreen(voice, { why: 'size', bytes: 34_000_000 }) },
    { title: 'list problem: download', screen: list.downloadScreen(voice, { why: 'download' }) },
    ...PROBLEMS.map((problem) => ({
      title: `list problem: ${problem.is}`,
      screen: list.listProblemScreen(voice, problem, words),
    })),
  ];
}

const PHOTO = {
  kind: 'image',
  sha256: '0',
  mime: 'image/jpeg',
  name: 'foto.jpg',
  bytes: 1,
  recompressed: true,
} as const;

const aFile = (kind: MediaFile['kind'], name: string, patch: Partial<MediaFile> = {}): MediaFile => ({
  ...{ kind, name, sha256: '0', mime: 'application/pdf', bytes: 1_240_000 },
  ...patch,
});

const MANY_FILES: readonly MediaFile[] = [
  aFile('voice', 'audio.ogg'),
  aFile('image', 'foto.jpg'),
  aFile('image', 'tapa.jpg', { was: 'tapa.pdf' }),
  aFile('video', 'local.mp4'),
  aFile('document', 'lista de precios.pdf', { was: 'lista de precios.jpg' }),
  aFile('document', 'instalar.exe', { mime: 'application/x-msdownload' }),
  aFile('document', `${LONG}.xyz`, { mime: 'application/octet-stream' }),
];

const REFUSALS: readonly files.Refusal[] = [
  ...LIMITED.map((what) => ({ is: 'too-big', what, bytes: 34_000_000, most: 10_000_000 }) as const),
  { is: 'broken-image' },
  { is: 'broken', kind: 'pdf' },
  { is: 'broken', kind: '' },
  { is: 'huge', megapixels: 81, most: 64 },
  { is: 'animated' },
  { is: 'heic' },
  { is: 'video-kind', kind: 'mov' },
  { is: 'no-voice', why: 'missing' },
  { is: 'no-voice', why: 'failed' },
  { is: 'full', most: 10 },
  { is: 'long', length: 1500, most: 1024, files: true },
  { is: 'long', length: 4321, most: 4096, files: false },
  { is: 'download' },
];

function messages(voice: Voice): Picture[] {
  const words = wordsOf(voice);
  const three = [PHOTO, PHOTO, PHOTO];
  const text = 'Hola {nombre|amigo}';
  const having = (media: readonly MediaFile[], said = text) => aDraft({ content: { text: said, media } });
  const preview = (shown: Campaign) =>
    draft.previewScreen(
      voice,
      {
        ...{ draft: shown, people: 12, unknown: [], pace: 'normal', plan: aPlan(12) },
        ...{ consentKnown: false, gaps: [], tooLong: null },
        samples: [{ phone: aPhone(0), name: 'Ana', line: 2, text: 'Hola Ana', incomplete: false }],
      },
      words,
      NOW,
    );
  return [
    { title: 'new: content, three photos and a text', screen: draft.contentScreen(voice, having(three)) },
    {
      title: 'new: content, a document',
      screen: draft.contentScreen(voice, having([aFile('document', 'a.pdf')], '')),
    },
    { title: 'new: content, many kinds', screen: draft.contentScreen(voice, having(MANY_FILES)) },
    { title: 'new: the text of files', screen: files.textScreen(voice, having(three)) },
    { title: 'new: preview, three photos', screen: preview(having(three)) },
    { title: 'new: preview, many kinds', screen: preview(having(MANY_FILES)) },
    { title: 'new: a late one', screen: files.lateScreen(voice, 1) },
    { title: 'new: several late ones', screen: files.lateScreen(voice, 3) },
    ...REFUSALS.map((refusal) => ({
      title: `file problem: ${Object.values(refusal).slice(0, 2).join(', ')}`,
      screen: files.refusalScreen(voice, refusal),
    })),
  ];
}
const LINKED: Content = { text: 'Mira https://x.test', media: [] };
const PAGE = { title: 'Ofertas de marzo · La tienda', description: 'Hasta el 31' };
const MARKED = 'Hola *Ana*, trae:\n- _libros_\n- ~cuaderno~\n> mira https://x.test\n```A-12```';

function drafts(voice: Voice): Picture[] {
  const words = wordsOf(voice);
  const samples = [
    {
      ...{ phone: aPhone(0), name: 'Ana', line: 2, incomplete: false },
      text: 'Hola Ana, te esperamos el 3 de marzo.',
    },
    { ...{ phone: aPhone(1), name: 'Luis', line: 3, incomplete: true }, text: 'Hola Luis, te esperamos.' },
    {
      ...{ phone: aPhone(2), name: null, line: 4, incomplete: true },
      text: 'Hola amigo, te esperamos el 4 de marzo.',
    },
  ];
  const preview = (patch: Partial<Preview> = {}) => {
    const shown: Preview = {
      draft: aDraft(),
      people: 12_400,
      samples,
      unknown: [],
      gaps: [],
      tooLong: null,
      pace: 'normal',
      plan: aPlan(12_400),
      consentKnown: false,
      ...patch,
    };
    return draft.previewScreen(voice, shown, words, NOW);
  };
  const unknown = [
    { field: 'nonbre', suggestion: 'nombre' },
    { field: 'zzz', suggestion: null },
  ];
  const photo = aDraft({ content: { text: '', media: [PHOTO] }, footer: false });
  const noFields = aDraft({ list: { ...LIST, fields: ['telefono'] } });
  const leftOut = aDraft({
    list: {
      ...LIST,
      leftOut: ['nombre'],
      summary: { ...LIST.summary, people: 1203, out: { ...LIST.summary.out, incomplete: 12 } },
    },
  });
  const linked: [string, Content][] = [
    ['no previews', LINKED],
    ['a preview', { ...LINKED, links: true, link: { url: 'https://x.test', found: PAGE } }],
    ['a link being looked at', { ...LINKED, links: true }],
    ['nothing found', { ...LINKED, links: true, link: { url: 'https://x.test', found: null } }],
    ['no link', { text: 'Hola', media: [], links: true }],
    ['a link each', { text: 'https://x.test/{id}', media: [], links: true }],
    ['a photo', { ...LINKED, media: [PHOTO], links: true }],
  ];
  return [
    { title: 'new: content', screen: draft.contentScreen(voice, aDraft()) },
    { title: 'new: content, no fields', screen: draft.contentScreen(voice, noFields) },
    { title: 'new: unknown field', screen: preview({ unknown }) },
    {
      title: 'new: unknown field, none known',
      screen: preview({ unknown: unknown.slice(1), draft: noFields }),
    },
    {
      title: 'new: empty field',
      screen: preview({ gaps: [{ index: 0, field: 'nombre', column: 'nombre', count: 12 }] }),
    },
    {
      title: 'new: empty field, one person of one',
      screen: preview({
        people: 1,
        gaps: [{ index: 2, field: 'fecha de pago', column: 'fecha de pago', count: 1 }],
      }),
    },
    { title: 'new: empty field, what instead?', screen: askGapScreen(voice, 'nombre') },
    { title: 'new: preview', screen: preview() },
    { title: 'new: preview, some left out', screen: preview({ draft: leftOut }) },
    {
      title: 'new: preview, some left out for the length of their text',
      screen: preview({
        draft: aDraft({
          list: { ...LIST, summary: { ...LIST.summary, out: { ...LIST.summary.out, long: 1 } } },
        }),
      }),
    },
    {
      title: 'new: preview, a list without names',
      screen: preview({
        draft: aDraft({ list: { ...LIST, fields: ['telefono', 'fecha'] } }),
        samples: samples.map((sample) => ({ ...sample, name: null })),
      }),
    },
    { title: 'new: name?', screen: draftNameScreen(voice, aDraft({ name: LONG })) },
    { title: 'new: name? an empty one', screen: draftNameScreen(voice, aDraft(), true) },
    {
      title: 'new: preview, marked as WhatsApp does it',
      screen: preview({
        samples: [{ phone: aPhone(0), name: null, line: 2, text: MARKED, incomplete: false }],
        draft: aDraft({ content: { ...LINKED, links: true, link: { url: 'https://x.test', found: PAGE } } }),
      }),
    },
    ...linked.map(([name, content]) => ({
      title: `new: more options, ${name}`,
      screen: moreScreen(voice, aDraft({ content }), words),
    })),
    {
      title: 'new: preview of one',
      screen: preview({ people: 1, plan: aPlan(1), samples: samples.slice(0, 1) }),
    },
    { title: 'new: preview under the cap', screen: preview({ plan: aPlan(400, 815) }) },
    { title: 'new: preview under the cap for days', screen: preview({ plan: aPlan(50, 50, 100, 12_200) }) },
    {
      title: 'new: preview at night, with a closing time and an end',
      screen: preview({
        draft: aDraft({ closing: { daily: 18 * 60, by: NOW + 2 * DAY } }),
        pace: 20,
        plan: { ...aPlan(1215), startsAt: NOW + 11 * HOUR, endsAt: NOW + DAY },
      }),
    },
    {
      title: 'new: preview at night, too late for its end',
      screen: preview({
        draft: aDraft({ closing: { daily: null, by: NOW + HOUR } }),
        plan: { ...aPlan(400, 815, 30), startsAt: NOW + 11 * HOUR },
      }),
    },
    {
      title: 'new: preview at night, two days',
      screen: preview({ plan: { ...aPlan(400, 815), startsAt: NOW + 11 * HOUR } }),
    },
    { title: 'new: preview of a photo', screen: preview({ draft: photo }) },
    { title: 'pace: on the way', screen: changePaceScreen(voice, 12, PACE_CHOICE, NOW) },
    {
      title: 'new: pace',
      screen: paceScreen(voice, PACE_CHOICE, NOW),
    },
    {
      title: 'new: pace of a new link, all chosen',
      screen: paceScreen(
        voice,
        { ...PACE_CHOICE, own: 600, daily: 18 * 60, by: NOW + 3 * DAY, maximum: false },
        NOW,
      ),
    },
    { title: 'new: pace, typed', screen: askPaceScreen(voice) },
    { title: 'new: pace, typed wrong', screen: askPaceScreen(voice, true) },
    { title: 'new: done by', screen: byScreen(voice, 'America/Asuncion', NOW) },
    { title: 'new: daily closing', screen: closingScreen(voice) },
    { title: 'new: daily closing, typed wrong', screen: closingScreen(voice, true) },
    { title: 'new: consent', screen: draft.consentScreen(voice, 12_400, false) },
    { title: 'new: consent of one', screen: draft.consentScreen(voice, 1, false) },
    { title: 'new: consent known', screen: draft.consentScreen(voice, 12_400, true) },
    { title: 'new: consent known of one', screen: draft.consentScreen(voice, 1, true) },
    ...[false, true].map((known) => ({
      title: `new: consent${known ? ' known' : ''}, for later`,
      screen: draft.consentScreen(voice, 12_400, known, voice.moment(NOW + 7 * DAY, NOW)),
    })),
    { title: 'new: not linked', screen: draft.notLinkedScreen(voice) },
    { title: 'test: first', screen: trialScreen(voice, { is: 'accepted' }, true) },
    { title: 'test: first, failed', screen: trialScreen(voice, { is: 'failed', reason: 'server' }, true) },
    { title: 'test: of a draft', screen: trialScreen(voice, { is: 'accepted' }, false) },
    {
      title: 'test: of a draft, failed',
      screen: trialScreen(voice, { is: 'failed', reason: 'upload' }, false),
    },
    { title: 'test: late', screen: trialScreen(voice, { is: 'late' }, false) },
    { title: 'test: not connected', screen: draft.offlineScreen(voice) },
    { title: 'new: another list?', screen: draft.swapScreen(voice) },
    { title: 'new: another list, or a file?', screen: draft.swapScreen(voice, true) },
  ];
}

function savedTexts(voice: Voice): Picture[] {
  const aText = (id: number, name: string, media = 0): SavedText => ({
    id: id as SavedTextId,
    accountId: ACCOUNT,
    name,
    content: { text: 'Hola {nombre|amigo}, te esperamos el {fecha}.', media: Array(media).fill(PHOTO) },
    by: { id: 1001, name: 'Ana' },
    at: NOW - id * DAY,
  });
  const reminder = aText(7, 'Recordatorio de cita');
  const page = { total: 2, kept: [reminder, aText(4, LONG, 3)], page: 1 };
  const { TEXTS } = saved;
  const { LISTS } = savedLists;
  const aList = (id: number, name: string): SavedList => ({
    ...{ id: id as SavedListId, accountId: ACCOUNT, name, list: LIST, at: NOW - id * DAY },
    by: { id: 1001, name: 'Ana' },
  });
  const lists = { total: 2, kept: [aList(7, 'Clientes'), aList(4, LONG)], page: 1 };
  const name = { proposed: 'Hola, te esperamos', wrong: null, back: 'new:show' };
  return [
    { title: 'saved: none', screen: shelf.shelfScreen(voice, TEXTS, { total: 0, kept: [], page: 1 }, NOW) },
    { title: 'saved: list', screen: shelf.shelfScreen(voice, TEXTS, page, NOW) },
    {
      title: 'saved: list, second page',
      screen: shelf.shelfScreen(voice, TEXTS, { ...page, total: 8, page: 2 }, NOW),
    },
    { title: 'saved: to change', screen: shelf.shelfScreen(voice, TEXTS, page, NOW, true) },
    { title: 'saved: one', screen: shelf.keptScreen(voice, TEXTS, reminder, NOW) },
    { title: 'saved: one with a photo', screen: shelf.keptScreen(voice, TEXTS, aText(4, 'Promo', 1), NOW) },
    { title: 'saved: one with photos', screen: shelf.keptScreen(voice, TEXTS, aText(4, LONG, 3), NOW) },
    { title: 'saved: delete?', screen: shelf.removeScreen(voice, TEXTS, aText(4, LONG)) },
    { title: 'saved: name', screen: shelf.nameScreen(voice, TEXTS, name) },
    { title: 'saved: name taken', screen: shelf.nameScreen(voice, TEXTS, { ...name, wrong: 'taken' }) },
    {
      title: 'saved: no name',
      screen: shelf.nameScreen(voice, TEXTS, { proposed: null, wrong: 'empty', back: 'new:savedtext:7' }),
    },
    { title: 'saved: a file is lost', screen: shelf.lostScreen(voice, TEXTS) },
    {
      title: 'saved lists: none',
      screen: shelf.shelfScreen(voice, LISTS, { ...lists, total: 0, kept: [] }, NOW),
    },
    { title: 'saved lists: list', screen: shelf.shelfScreen(voice, LISTS, lists, NOW) },
    {
      title: 'saved lists: to change',
      screen: shelf.shelfScreen(voice, LISTS, { ...lists, total: 8 }, NOW, true),
    },
    { title: 'saved lists: one', screen: shelf.keptScreen(voice, LISTS, aList(4, LONG), NOW) },
    { title: 'saved lists: delete?', screen: shelf.removeScreen(voice, LISTS, aList(4, LONG)) },
    { title: 'saved lists: name taken', screen: shelf.nameScreen(voice, LISTS, { ...name, wrong: 'taken' }) },
    { title: 'saved lists: a file is lost', screen: shelf.lostScreen(voice, LISTS) },
    { title: 'disk: full', screen: diskScreen(voice, true) },
    { title: 'disk: room again', screen: diskScreen(voice, false) },
    { title: 'disk: refused', screen: refusedByDiskScreen(voice) },
    { title: 'disk: read-only', screen: readOnlyScreen(voice) },
    { title: 'disk: too little', screen: lackScreen(voice, { needed: 80_000_000, free: 42_000_000 }) },
  ];
}

const COUNTS: Counts = {
  rows: 1240,
  out: { invalid: 8, duplicate: 14, 'opted-out': 3, joined: 0, incomplete: 0, long: 0 },
  people: 1215,
  queued: 690,
  sending: 10,
  unconfirmed: 0,
  accepted: 37,
  delivered: 268,
  read: 203,
  failed: 3,
  skipped: 4,
  reasons: { server: 3, 'not-on-whatsapp': 3, 'opted-out': 1 },
};

/** Of a list of one. */
const ONE: Counts = {
  ...{ ...COUNTS, rows: 1, people: 1, queued: 0, sending: 0, accepted: 0, delivered: 0, read: 0 },
  ...{ failed: 0, skipped: 0 },
};

const CONSENT = { operatorId: 1001, name: 'Ana', at: NOW - 30 * MINUTE };

function aCard(state: CardState, patch: Partial<CardView> = {}): CardView {
  return {
    campaign: aDraft({ state: 'running', startedAt: NOW - 30 * MINUTE, pace: 'normal', consent: CONSENT }),
    counts: COUNTS,
    state,
    percent: 42,
    done: 515,
    sent: 508,
    delivered: 471,
    perMinute: 30,
    endsAt: null,
    replies: 12,
    optOuts: 6,
    lastChangeAt: NOW - MINUTE,
    ...patch,
  };
}

const ENDED: Partial<CardView> = {
  campaign: aDraft({
    ...{ state: 'finished', startedAt: NOW - 41 * MINUTE, endedAt: NOW, pace: 'normal' },
    consent: CONSENT,
  }),
  counts: { ...COUNTS, queued: 0, sending: 0, accepted: 18, delivered: 329, read: 861 },
  percent: 100,
  done: 1215,
  sent: 1208,
  delivered: 1190,
};

/** Holds whose end nobody knows. */
const ENDLESS: readonly HoldReason[] = ['replaced', 'asleep', 'restart', 'disabled', 'disk', 'ban', 'copy'];

const aHold = (reason: HoldReason, until: number | null): Hold => ({
  accountId: ACCOUNT,
  reason,
  since,
  until,
  detail: null,
});

function times(voice: Voice): Picture[] {
  const zone = 'America/Asuncion';
  const picker = { base: 'new', now: NOW, zone, quiet: { from: 1200, to: 480 }, every: null };
  const scheduled = { ...picker, base: 'campaign:12', every: 'week' as const };
  const view = aScheduled();
  const later = (patch: Partial<Campaign>, ...days: number[]) =>
    draft.previewScreen(
      voice,
      {
        ...{ draft: aDraft(patch), people: 1215, unknown: [], pace: 'normal' },
        ...{ consentKnown: false, gaps: [], tooLong: null, samples: [] },
        plan: { ...aPlan(...(days.length > 0 ? days : [1215])), endsAt: NOW + 3 * DAY },
      },
      wordsOf(voice),
      NOW,
    );
  return [
    { title: 'new: preview, for later', screen: later({ dueAt: NOW + 2 * DAY }) },
    { title: 'new: preview, for later, repeats', screen: later({ dueAt: NOW + 9 * DAY, repeat: WEEKLY }) },
    { title: 'new: preview, for later, capped', screen: later({ dueAt: NOW + 2 * DAY }, 400, 815) },
    { title: 'new: preview, its time is over', screen: later({ dueAt: NOW - MINUTE }) },
    { title: 'when: which?', screen: when.whenScreen(voice, picker) },
    {
      title: 'when: which, in the evening',
      screen: when.whenScreen(voice, { ...picker, now: NOW + 8 * 60 * MINUTE }),
    },
    { title: 'when: which, for a scheduled one', screen: when.whenScreen(voice, scheduled) },
    ...(['unknown', 'past', 'far', 'two-ways'] as const).map((problem) => ({
      title: `when: ${problem}`,
      screen: when.whenScreen(voice, picker, problem),
    })),
    { title: 'when: this month', screen: when.monthScreen(voice, picker, '2026-11') },
    { title: 'when: another month', screen: when.monthScreen(voice, scheduled, '2026-12') },
    { title: 'when: hours of today', screen: when.hoursScreen(voice, picker, '2026-11-25') },
    { title: 'when: hours of another day', screen: when.hoursScreen(voice, scheduled, '2026-12-16') },
    { title: 'when: quarters', screen: when.quartersScreen(voice, picker, '2026-12-16T09') },
    { title: 'when: how often?', screen: when.repeatScreen(voice, picker) },
    { title: 'when: how often, chosen', screen: when.repeatScreen(voice, scheduled) },
    {
      title: 'when: in quiet hours',
      screen: when.quietScreen(voice, picker, NOW + 12 * 60 * MINUTE, NOW + 20 * 60 * MINUTE),
    },
    ...SLOW_REASONS.map((why) => ({
      title: `campaign: slowed, ${why}`,
      screen: slowedScreen(voice, view.campaign, why),
    })),
    { title: 'campaign: cancel a scheduled one?', screen: askCancelScreen(voice, view) },
    {
      title: 'campaign: cancel one that repeats?',
      screen: askCancelScreen(voice, aScheduled({ repeat: WEEKLY })),
    },
  ];
}

const WEEKLY = { every: 'week', from: '2026-12-03T09:00' } as const;

function aScheduled(patch: Partial<Campaign> = {}): CardView {
  const dueAt = patch.missedAt ? NOW - 3 * 60 * MINUTE : NOW + 3 * DAY;
  const campaign = aDraft({ state: 'scheduled', dueAt, ...patch });
  const missed = campaign.missedAt !== null;
  return aCard({ is: 'scheduled', at: campaign.dueAt ?? NOW, missed }, { campaign, percent: 0, done: 0 });
}

function cards(voice: Voice): Picture[] {
  const draw = (view: CardView, link = online) => cardScreen(voice, view, link, NOW);
  const waiting = (reason: HoldReason, until: number | null, link = online) =>
    draw(aCard({ is: 'waiting', hold: aHold(reason, until) }), link);
  return [
    { title: 'card: starting', screen: draw(aCard({ is: 'starting' }, { percent: 0, done: 0 })) },
    { title: 'card: scheduled', screen: draw(aScheduled()) },
    { title: 'card: scheduled, repeats', screen: draw(aScheduled({ repeat: WEEKLY })) },
    { title: 'card: scheduled, far away', screen: draw(aScheduled({ dueAt: NOW + 200 * DAY })) },
    { title: 'card: missed', screen: draw(aScheduled({ missedAt: NOW })) },
    { title: 'card: missed, repeats', screen: draw(aScheduled({ missedAt: NOW, repeat: WEEKLY })) },
    { title: 'card: queued', screen: draw(aCard({ is: 'queued', behind: 11 as CampaignId })) },
    { title: 'card: sending', screen: draw(aCard({ is: 'sending' })) },
    {
      title: 'card: sending, ends today',
      screen: draw(aCard({ is: 'sending' }, { endsAt: NOW + 24 * MINUTE })),
    },
    {
      title: 'card: sending, the last one',
      screen: draw(
        aCard({ is: 'sending' }, { counts: { ...COUNTS, queued: 0, sending: 1 }, endsAt: NOW + 20_000 }),
      ),
    },
    ...SLOW_REASONS.flatMap((slowed) =>
      [NOW + DAY, null].map((endsAt) => ({
        title: `card: slowed, ${slowed}${endsAt ? '' : ', no end'}`,
        screen: draw(
          aCard({ is: 'sending' }, { endsAt, campaign: { ...aCard({ is: 'sending' }).campaign, slowed } }),
        ),
      })),
    ),
    {
      title: 'card: sending, ends tomorrow',
      screen: draw(aCard({ is: 'sending' }, { endsAt: NOW + DAY, counts: { ...COUNTS, unconfirmed: 5 } })),
    },
    {
      title: 'card: paused by a person',
      screen: draw(aCard({ is: 'paused', name: 'María José', at: NOW - MINUTE })),
    },
    {
      title: 'card: paused by a long name',
      screen: draw(aCard({ is: 'paused', name: LONG, at: NOW - 2 * DAY })),
    },
    ...STOP_REASONS.map((reason) => ({
      title: `card: stopped, ${reason}`,
      screen: draw(aCard({ is: 'stopped', reason })),
    })),
    ...HOLD_REASONS.filter((reason) => reason !== 'connection').map((reason) => ({
      title: `card: waits, ${reason}`,
      screen: waiting(reason, ENDLESS.includes(reason) ? null : NOW + DAY),
    })),
    ...Object.entries(BROKEN).map(([name, link]) => ({
      title: `card: waits, connection, ${name}`,
      screen: waiting('connection', null, link),
    })),
    ...(['quiet-hours', 'closing'] as const).map((why) => ({
      title: `card: rests, ${why}`,
      screen: draw(aCard({ is: 'resting', waits: { why, until: NOW + DAY / 2 } }, { endsAt: NOW + DAY })),
    })),
    { title: 'card: finished', screen: draw(aCard({ is: 'finished' }, ENDED)) },
    { title: 'card: cancelled', screen: draw(aCard({ is: 'cancelled' }, { percent: 100 })) },
  ];
}

function campaigns(voice: Voice): Picture[] {
  const named = (id: number, state: Campaign['state'], name = 'Promo marzo') =>
    aDraft({ id: id as CampaignId, state, name });
  const listed = (state: CardState, id: number, kind: Campaign['state'], name?: string) =>
    aCard(state, { campaign: named(id, kind, name) });
  const page = {
    views: [
      listed({ is: 'scheduled', at: NOW + 2 * DAY, missed: false }, 15, 'scheduled', 'Cobros'),
      listed({ is: 'queued', behind: 13 as CampaignId }, 14, 'running'),
      listed({ is: 'sending' }, 13, 'running'),
      listed({ is: 'paused', name: 'Ana', at: NOW }, 12, 'paused', LONG),
      listed({ is: 'finished' }, 11, 'finished'),
    ],
    total: 17,
    sending: 1,
    scheduled: 2,
    page: 2,
  };
  const others = [
    listed({ is: 'scheduled', at: NOW - DAY, missed: true }, 16, 'scheduled'),
    listed({ is: 'cancelled' }, 10, 'cancelled'),
  ];
  const entries = [
    ['campaign-renamed', 'Promo de abril', 'Ana'],
    ['campaign-finished', null, ''],
    ['campaign-paused', null, 'María José'],
    ['campaign-started', null, ''],
    ['campaign-rescheduled', '2026-11-25T09:30', 'Ana'],
    ['campaign-repeat', 'week', 'Ana'],
    ['member-admin', null, 'Ana'],
    ['campaign-scheduled', null, 'Ana'],
  ] as const;
  const history = entries.map(([what, detail, name], nth) => {
    return { id: nth, at: NOW - nth * 60 * MINUTE, operatorId: 1001, name, what, campaignId: 12, detail };
  });
  const clock = { now: NOW, zone: 'America/Asuncion' };
  const missing = {
    failed: 9,
    skipped: 14,
    reasons: { unconfirmed: 2, refused: 4, server: 3, 'not-on-whatsapp': 11, 'opted-out': 3 },
  };
  const running = aCard({ is: 'sending' });
  const over = aCard({ is: 'finished' }, ENDED);
  const whole = { ...COUNTS, failed: 0, skipped: 0, queued: 0, sending: 0 };
  return [
    { title: 'campaign: cancel?', screen: askCancelScreen(voice, running) },
    {
      title: 'campaign: cancel? one is left',
      screen: askCancelScreen(voice, { ...running, counts: { ...COUNTS, queued: 0, sending: 1 } }),
    },
    {
      title: 'campaign: over, one person',
      screen: overScreen(voice, {
        ...{ ...over, sent: 0, delivered: 0, replies: 0, optOuts: 0 },
        counts: { ...ONE, skipped: 1, reasons: { 'not-on-whatsapp': 1 } },
      }),
    },
    {
      title: 'card: finished, one person',
      screen: cardScreen(
        voice,
        aCard(
          { is: 'finished' },
          { ...ENDED, counts: { ...ONE, read: 1 }, done: 1, sent: 1, delivered: 1, replies: 0 },
        ),
        online,
        NOW,
      ),
    },
    { title: 'campaign: over', screen: overScreen(voice, over) },
    {
      title: 'campaign: over, all sent',
      screen: overScreen(voice, { ...over, counts: whole }),
    },
    { title: 'campaign: detail', screen: detailScreen(voice, running, NOW) },
    {
      title: 'campaign: detail, long name',
      screen: detailScreen(voice, { ...running, campaign: named(12, 'paused', LONG) }, NOW),
    },
    { title: 'campaign: detail, over', screen: detailScreen(voice, over, NOW) },
    {
      title: 'campaign: detail, a retry, waits',
      screen: detailScreen(
        voice,
        aCard(
          { is: 'queued', behind: 11 as CampaignId },
          { campaign: aDraft({ state: 'running', relation: 'retry', parentId: 9 as CampaignId }) },
        ),
        NOW,
      ),
    },
    {
      title: 'campaign: detail, urgent',
      screen: detailScreen(
        voice,
        aCard({ is: 'sending' }, { campaign: aDraft({ state: 'running', urgent: true, repeat: WEEKLY }) }),
        NOW,
      ),
    },
    {
      title: 'campaign: resumed after days',
      screen: resumedScreen(voice, running, { ms: 3 * DAY + MINUTE, optedOut: 4 }),
    },
    {
      title: 'campaign: resumed after days, with pictures',
      screen: resumedScreen(
        voice,
        { ...running, campaign: aDraft({ content: { text: '', media: [PHOTO] } }) },
        { ms: DAY + MINUTE, optedOut: 0 },
      ),
    },
    {
      title: 'campaign: retry?',
      screen: askRetryScreen(voice, { ...over, counts: { ...over.counts, ...missing } }),
    },
    { title: 'campaign: retried', screen: retriedScreen(voice, 12, 15) },
    { title: 'campaign: a draft is in work', screen: replaceDraftScreen(voice, 12, aDraft()) },
    {
      title: 'campaign: a draft has a message',
      screen: replaceDraftScreen(voice, 12, aDraft({ list: null })),
    },
    {
      title: 'campaign: failed',
      screen: failedScreen(voice, { ...over, counts: { ...over.counts, ...missing } }),
    },
    {
      title: 'campaign: nobody failed',
      screen: failedScreen(voice, { ...over, counts: { ...whole, reasons: {} } }),
    },
    { title: 'campaign: history', screen: historyScreen(voice, named(12, 'finished'), history, clock) },
    { title: 'campaign: no history', screen: historyScreen(voice, named(12, 'running', LONG), [], clock) },
    { title: 'campaign: rename', screen: renameScreen(voice, named(12, 'running')) },
    { title: 'campaign: rename, empty', screen: renameScreen(voice, named(12, 'running'), true) },
    { title: 'campaigns: none', screen: campaignsScreen(voice, { ...page, views: [], total: 0 }, NOW) },
    { title: 'campaigns: in the middle', screen: campaignsScreen(voice, page, NOW) },
    {
      title: 'campaigns: the only page',
      screen: campaignsScreen(
        voice,
        { ...page, views: others, total: 2, page: 1, sending: 0, scheduled: 0 },
        NOW,
      ),
    },
    { title: 'new: another text', screen: draft.swapTextScreen(voice, 'Hola, *mañana* no abrimos.') },
    { title: 'new: list?, the message is there', screen: list.listPrompt(voice, aDraft({ list: null })) },
  ];
}

const ZONE = 'America/Asuncion';

function statistics(voice: Voice): Picture[] {
  const bar = (at: number, nth: number) => ({
    at,
    sent: nth % 4 === 0 ? 0 : 1_400 + 7 * nth,
    delivered: 1_380,
    read: nth % 4 === 0 ? 0 : 900 + nth,
    failed: 0,
  });
  const stats = (period: Period): Stats => {
    const { since, until, bars } = spanOf(period, NOW, ZONE);
    return {
      ...{ period, since, until, bars: bars.map(bar), bestHour: 10, replies: 1_204, optOuts: 12 },
      ...{ sent: 125_345, delivered: 121_999, read: 99_876, failed: 310 },
    };
  };
  const nothing: Stats = {
    ...stats('day'),
    ...{ sent: 0, delivered: 0, read: 0, failed: 0, replies: 0, optOuts: 0, bestHour: null },
    bars: stats('day').bars.map(({ at }) => ({ at, sent: 0, delivered: 0, read: 0, failed: 0 })),
  };
  const minutes = {
    step: 2 * MINUTE,
    bars: Array.from({ length: 43 }, (_, nth) => bar(NOW + 2 * nth * MINUTE, nth + 1)),
  };
  const over = aCard({ is: 'finished' }, ENDED);
  return [
    ...PERIODS.map((period) => ({
      title: `stats: ${period}`,
      screen: statsScreen(voice, stats(period), { weekly: period === 'week', zone: ZONE }),
    })),
    { title: 'stats: nothing yet', screen: statsScreen(voice, nothing, { weekly: false, zone: ZONE }) },
    { title: 'stats: each Monday', screen: weeklyScreen(voice, stats('week'), ZONE) },
    { title: 'stats: a campaign', screen: campaignChartScreen(voice, over, minutes, NOW) },
    {
      title: 'stats: a campaign with a long name, not begun',
      screen: campaignChartScreen(voice, { ...over, campaign: aDraft({ name: LONG }) }, null, NOW),
    },
  ];
}

function rest(voice: Voice): Picture[] {
  const facts: StatusFacts = {
    link: online,
    phone: formatPhone('595981123456'),
    sending: aCard({ is: 'sending' }),
    behind: 1,
    today,
    holds: [],
    health: { score: 100, findings: [], refusals: [], quota: null },
    machine: {
      startedAt: NOW - 3 * DAY,
      nextRestartAt: NOW + DAY / 2,
      freeBytes: 1_200_000_000,
      tempBytes: 14_000_000,
      mediaBytes: 31_000_000,
      off: [],
      changed: [],
    },
    skew: null,
  };
  const poor: StatusFacts = {
    ...facts,
    link: { is: 'offline' },
    phone: null,
    sending: null,
    today: { ...today, cap: null, waiting: 0 },
    holds: [aHold('connection', null), aHold('daily-cap', null)],
    skew: { aheadMs: -95 * MINUTE, source: 'telegram' },
    machine: {
      ...facts.machine,
      nextRestartAt: null,
      off: ['DAILY_CAP', 'QUIET_HOURS'],
      changed: ['zone', 'dailyCap'],
    },
  };
  return [
    { title: 'status: all well', screen: statusScreen(voice, facts, NOW) },
    { title: 'status: no account, limits off', screen: statusScreen(voice, poor, NOW) },
    { title: 'status: health, all well', screen: healthScreen(voice, facts.health, today) },
    {
      title: 'status: health, all wrong',
      screen: healthScreen(
        voice,
        {
          score: 10,
          quota: { total: 1000, used: 340, warning: 1 },
          refusals: [463, 479, 429, 500, 400, 503].map((code, nth) => ({ code, times: 1200 - nth * 100 })),
          findings: HEALTH_REASONS.map((reason) => ({ reason, act: 'warn', part: 31, whole: 1000 })),
        },
        { ...today, cap: null },
      ),
    },
    { title: 'status: asleep', screen: statusScreen(voice, { ...facts, link: asleep, sending: null }, NOW) },
    { title: 'clock: fast', screen: clockScreen(voice, { aheadMs: 2 * 60 * MINUTE, source: 'telegram' }) },
    { title: 'clock: right again', screen: clockScreen(voice, null) },
    { title: 'phone away', screen: phoneAwayScreen(voice, { days: 10, since: NOW - 10 * 24 * 60 * MINUTE }) },
    ...powers(voice),
  ];
}

const asleep: LinkState = { is: 'asleep', since };

/** Restarting, turning off, unlinking, sleeping; what is told afterwards. */
function powers(voice: Voice): Picture[] {
  const batch = { acked: 38, unacked: 0 };
  const back: BackFacts = {
    why: 'asked',
    at: NOW - 9_000,
    tookMs: 9_000,
    tries: 1,
    missing: [],
    goesOn: { id: 12, done: 508, people: 1215 },
  };
  const routine = { ...back, why: 'routine' as const, goesOn: null, tookMs: 8_000 };
  const told = (facts: BackFacts) => backScreen(voice, facts, NOW);
  return [
    { title: 'power: restart?', screen: askScreen(voice, 'restart') },
    { title: 'power: turn off?', screen: askScreen(voice, 'hold') },
    { title: 'power: unlink?', screen: askScreen(voice, 'logout') },
    { title: 'power: draining', screen: stepScreen(voice, { batch: null, closed: [] }) },
    { title: 'power: drained', screen: stepScreen(voice, { batch, closed: [] }) },
    {
      title: 'power: drained, unacked',
      screen: stepScreen(voice, { batch: { acked: 33, unacked: 5 }, closed: [{ part: 'http', ok: true }] }),
    },
    {
      title: 'power: drained, nothing was under way',
      screen: stepScreen(voice, {
        batch: { acked: 0, unacked: 0 },
        closed: [
          { part: 'http', ok: false },
          { part: 'whatsapp', ok: false },
        ],
      }),
    },
    {
      title: 'power: closed',
      screen: stepScreen(voice, {
        batch,
        closed: [
          { part: 'http', ok: true },
          { part: 'whatsapp', ok: true },
          { part: 'store', ok: true },
        ],
      }),
    },
    { title: 'power: back', screen: told(back) },
    {
      title: 'power: back, after trouble',
      screen: told({ ...back, tries: 3, tookMs: 100_000, goesOn: null }),
    },
    { title: 'power: back, without WhatsApp', screen: told({ ...back, missing: ['whatsapp'] }) },
    { title: 'power: back from a silence', screen: told({ ...back, why: 'silence' }) },
    { title: 'power: routine', screen: told(routine) },
    {
      title: 'power: routine, all missing',
      screen: told({ ...routine, tookMs: 60_000, missing: ['store', 'telegram', 'whatsapp'] }),
    },
    { title: 'power: off', screen: heldScreen(voice) },
    { title: 'power: unlink, sure?', screen: unlinkScreen(voice, formatPhone('595981123456')) },
    { title: 'power: unlinked', screen: unlinkedScreen(voice, true) },
    { title: 'power: unlinked, WhatsApp not told', screen: unlinkedScreen(voice, false) },
    { title: 'copy: an admin', screen: copyScreen(voice, true) },
    { title: 'copy: an operator', screen: copyScreen(voice, false) },
    { title: 'idle: minute 25', screen: idle.drowsyScreen(voice, 5 * MINUTE) },
    { title: 'idle: asleep', screen: idle.asleepScreen(voice) },
    { title: 'idle: awake', screen: idle.awakeScreen(voice) },
    { title: 'connect: stays out', screen: linking.outScreen(voice) },
    {
      title: 'connect: an earlier session is used',
      screen: importedScreen(voice, {
        ok: true,
        phone: '595981123456',
        aside: '/srv/bot_sessions/imported-2026-03-01T10-00-00-000Z',
      }),
    },
    ...(['damaged', 'unlinked', 'several'] as const).map((problem) => ({
      title: `connect: an earlier session: ${problem}`,
      screen: importedScreen(voice, { ok: false, problem }),
    })),
  ];
}

function logs(voice: Voice): Picture[] {
  const line = { at: NOW, level: 30, event: 'started', values: { port: 3009 } };
  const lines = [
    line,
    {
      ...line,
      level: 40,
      event: 'another-poller',
      values: { againMs: 5000, msg: 'another program reads the same bot' },
    },
    {
      ...line,
      level: 50,
      event: 'handler',
      values: { code: 'A1B2', err: { type: 'Error', message: 'x'.repeat(300) } },
    },
  ];
  return [
    { title: 'logs: which', screen: logsScreen(voice) },
    { title: 'logs: the last lines', screen: lastLinesScreen(voice, 'core', lines, NOW) },
    { title: 'logs: empty', screen: lastLinesScreen(voice, 'baileys', [], NOW) },
  ];
}

function doctor(voice: Voice): Picture[] {
  const good = CHECKS.map((check): Finding => ({ check, grade: 'good', says: 'good', values: {} }));
  const found = (check: Finding['check'], grade: Finding['grade'], says: string, values = {}): Finding => ({
    check,
    grade,
    says,
    values,
  });
  const host = { host: 'api.telegram.org', family: 'IPv6', families: 'IPv4', seconds: 95, free: '140 MB' };
  const some = [
    found('clock', 'bad', 'ahead', host),
    found('network', 'notice', 'family', host),
    found('disk', 'notice', 'low', host),
    found('uploads', 'notice', 'failed', { code: 'EIO' }),
  ];
  return [
    { title: 'doctor: all is good', screen: doctorScreen(voice, good) },
    {
      title: 'doctor: something to mend',
      screen: doctorScreen(voice, [
        ...some,
        ...good.filter((one) => !some.some(({ check }) => check === one.check)),
      ]),
    },
  ];
}

/** Messages of a sentence or two, made where they are sent. */
function sentences(voice: Voice): Picture[] {
  const phone = formatPhone('595981123456');
  const at = voice.time(NOW, NOW);
  const said: [string, Values?][] = [
    ['guard-stranger'],
    ['guard-group'],
    ['guard-admins'],
    ['guard-invitation-used'],
    ['menu-claim-used'],
    ['menu-cancelled'],
    ['menu-nothing'],
    ['connect-scanned'],
    ['connect-asking'],
    ['connect-cancelled'],
    ['connect-already', { phone }],
    ['new-reading', { name: 'marzo.csv', rows: voice.number(40_000) }],
    ['new-sent', { id: 12 }],
    ['new-receiving'],
    ['connect-waking'],
    ['power-not-deleted'],
    ['power-cancelled'],
    ['power-unlinking'],
    ['power-adopted'],
    ['power-still'],
    ['power-original'],
    ['power-enabled'],
    ['power-was-on'],
  ];
  const troubles: readonly PowerTrouble[] = [
    { is: 'none' },
    { is: 'not-linked' },
    { is: 'wrong', left: 4 },
    { is: 'wrong', left: 1 },
    { is: 'locked-until', at },
    { is: 'locked', name: 'Luis', at },
    { is: 'expired' },
  ];
  return [
    { title: 'error: ours', screen: errorScreen(voice, 'K7F2') },
    { title: 'error: another program', screen: contestedScreen(voice) },
    { title: 'error: unknown kind', screen: files.unknownKindScreen(voice) },
    { title: 'error: too late', screen: files.tooLateScreen(voice) },
    ...troubles.map((trouble) => ({
      title: `error: power, ${trouble.is}`,
      screen: troubleScreen(voice, trouble),
    })),
    ...said.map(([key, values]) => ({ title: key, screen: screen([voice.t(key, values)]) })),
  ];
}
