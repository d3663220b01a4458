/** The draft's list, N1 to N4, and what keeps one out, E1 to E8: pure, drawn from the row. */
import type { Campaign, ListSource } from '../../queue/campaign.ts';
import type { Column } from '../../queue/import/columns.ts';
import type { ListProblem } from '../../queue/import/import.ts';
import type { Voice } from '../../texts/texts.ts';
import { refusedByDiskScreen } from '../disk.ts';
import { type Button, button, clip, pageRow, type Screen, screen } from '../screen.ts';
import { MOST_BYTES } from '../upload.ts';
import { repeatedButton, repeatedLine } from './fields.ts';
import { describe } from './file-screens.ts';
import { mendButton } from './mending.ts';
import { savedListsButton } from './saved-lists.ts';
import { hiddenLine, sheetButtons } from './sheets.ts';
import type { Words } from './words.ts';

/** N1; the message may be there before the list. */
export function listPrompt(voice: Voice, draft: Campaign | null = null): Screen {
  const content = draft?.content;
  return screen(
    [voice.t('new-list'), content ? voice.t('new-list-has', { what: describe(voice, content) }) : null],
    [
      [savedListsButton(voice)],
      [button(voice.t('help-b-sample'), 'help:sample'), button(voice.t('new-b-cancel'), 'new:cancel')],
    ],
  );
}

/** N2. */
export function existsScreen(voice: Voice, draft: Campaign, now: number): Screen {
  const people = voice.many('people', draft.list?.summary.people ?? 0);
  return screen(
    [
      voice.t('new-exists', { name: clip(draft.name || '…', 20), people }),
      voice.t('new-exists-since', { when: voice.moment(draft.createdAt, now) }),
    ],
    [[button(voice.t('new-b-continue'), 'new:show', 'primary'), button(voice.t('new-b-other'), 'new:fresh')]],
  );
}

/** N4. */
export function listScreen(voice: Voice, draft: Campaign, words: Words, said: string | null = null): Screen {
  const list = draft.list;
  if (!list) return listPrompt(voice);
  const { summary, origin } = list;
  const { invalid, duplicate, optedOut, joined = 0, incomplete = 0, long = 0 } = summary.out;
  const outside = Object.entries({ duplicate, joined, invalid, 'opted-out': optedOut, incomplete, long })
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => voice.many(`out-${reason}`, count));
  const people = voice.many('people', summary.people);
  const fields = usableFields(draft).map((field) => `{${field}}`);
  return screen(
    [
      origin?.is === 'pasted'
        ? voice.t('new-read-pasted', { people, added: voice.number(origin.added) })
        : voice.t('new-read', { people }),
      said,
      ...sourceLines(voice, list, words),
      ...summary.examples
        .slice(0, 2)
        .map(({ written, phone }) => `${clip(written, 40)} → ${words.phone(phone)}`),
      ...doubtLines(voice, list),
      outside.length > 0 ? voice.t('new-read-out', { parts: outside.join(', ') }) : null,
      repeatedLine(voice, draft),
      hiddenLine(voice, list),
      summary.damaged > 0
        ? voice.t('new-read-damaged', { count: summary.damaged, shown: voice.number(summary.damaged) })
        : null,
      fields.length > 0 ? voice.t('new-read-fields', { fields: clip(fields.join(' '), 300) }) : null,
    ],
    [
      [button(voice.t('new-b-ok'), 'new:list:ok', 'primary')],
      [
        origin?.is === 'pasted' ? null : button(voice.t('new-b-column'), 'new:columns'),
        button(voice.t('new-b-country'), 'new:countries'),
      ],
      [
        outside.length > 0 ? button(voice.t('new-b-bad'), 'new:badrows') : null,
        button(voice.t('new-b-file'), 'new:start'),
      ],
      [invalid > 0 ? mendButton(voice) : null],
      [repeatedButton(voice, draft)],
      sheetButtons(voice, list),
    ],
  );
}

/** Where the numbers stand, and which country is taken for those without a code. */
function sourceLines(voice: Voice, list: ListSource, words: Words): (string | null)[] {
  const { origin } = list;
  const country = list.country ? words.country(list.country) : null;
  const column = clip(list.columnName, 40);
  const contacts = origin?.is === 'contacts';
  const sheet = origin?.is === 'sheet' ? { sheet: clip(origin.sheet, 31), others: origin.others } : null;
  return [
    sheet && (sheet.others > 0 || column === '') ? voice.t('new-read-sheet', sheet) : null,
    contacts ? voice.t('new-read-contacts') : null,
    origin?.is === 'pasted' ? voice.t('new-read-more') : null,
    country === null
      ? voice.t('new-read-no-country')
      : column && !contacts && origin?.is !== 'pasted'
        ? voice.t('new-read-column', { column, country })
        : voice.t('new-read-no-column', { country }),
  ];
}

/** What was decided for the person, who may know better. */
function doubtLines(voice: Voice, { origin, summary }: ListSource): (string | null)[] {
  const { several = 0, landlines = 0, accents = [] } = summary;
  const guessed = origin?.is === 'text' && origin.encoding === 'windows-1252' && accents.length > 0;
  const values = accents.map((value) => clip(value, 24)).join(', ');
  return [
    guessed ? voice.t('new-read-accents', { values }) : null,
    several > 0 && origin?.is !== 'contacts'
      ? voice.t('new-read-several', { count: several, shown: voice.number(several) })
      : null,
    landlines > 0
      ? voice.t('new-read-landlines', { count: landlines, shown: voice.number(landlines) })
      : null,
  ];
}

/** What a text would use: the number itself can be used too, but nobody means it. */
export function usableFields(draft: Campaign): string[] {
  const phone = draft.list?.columnName.toLowerCase().trim();
  return (draft.list?.fields ?? []).filter((field) => field !== phone);
}

const COLUMNS_A_PAGE = 20;

/** N4a; `page` is counted from 1. */
export function columnsScreen(voice: Voice, columns: readonly Column[], page = 1): Screen {
  const label = ({ index, name, sample }: Column) =>
    clip(`${name || voice.t('new-b-column-n', { n: index + 1 })}${sample ? ` · ${sample}` : ''}`, 32);
  const pages = Math.max(1, Math.ceil(columns.length / COLUMNS_A_PAGE));
  const at = Math.min(Math.max(page, 1), pages);
  return screen(
    [voice.t('new-columns')],
    [
      ...columns
        .slice((at - 1) * COLUMNS_A_PAGE, at * COLUMNS_A_PAGE)
        .map((column) => [button(label(column), `new:column:${column.index}`)]),
      pageRow('new:columns', { page: at, pages }, voice.t('new-b-page', { at, pages }), '·'),
      [button(voice.t('new-b-back'), 'new:list')],
    ],
  );
}

const LIKELY = 3;
const OFFERED = 13;

/** N4b; the likely ones come first, a row each. */
export function countriesScreen(voice: Voice, codes: readonly string[], words: Words): Screen {
  const one = (code: string, text: string) => button(clip(text, 32), `new:country:${code}`);
  const likely = codes.slice(0, LIKELY).map((code) => [one(code, words.country(code))]);
  const pairs: Button[][] = [];
  for (const code of codes.slice(LIKELY, OFFERED)) {
    const next = one(code, voice.country(code));
    const last = pairs.at(-1);
    const fits = next.label.length <= 17 && (last?.[0]?.label.length ?? 99) <= 17;
    if (last?.length === 1 && fits) last.push(next);
    else pairs.push([next]);
  }
  return screen(
    [voice.t('new-countries')],
    [
      ...likely,
      ...pairs,
      [button(voice.t('new-b-country-ask'), 'new:country:ask')],
      [button(voice.t('new-b-back'), 'new:list')],
    ],
  );
}

/** The typed question behind N4b; `wrong` is an answer that names no country. */
export function askCountryScreen(voice: Voice, wrong: string | null = null): Screen {
  return screen(
    [wrong === null ? voice.t('new-country-ask') : voice.t('new-country-unknown', { text: clip(wrong, 30) })],
    [[button(voice.t('new-b-back'), 'new:countries')]],
  );
}

/** Kinds of spreadsheets that can be saved as one that is read here. */
const SHEETS = ['xls', 'xlsb', 'ods', 'numbers'];

/** N3 was stopped. */
export function stoppedScreen(voice: Voice, draft: Campaign | null): Screen {
  const { list } = draft ?? {};
  const kept = list && list.summary.people > 0 ? list : null;
  return screen(
    [
      voice.t('list-stopped'),
      kept &&
        voice.t('list-stopped-kept', {
          name: clip(kept.name, 30),
          people: voice.many('people', kept.summary.people),
        }),
    ],
    [
      kept ? [button(voice.t('new-b-continue'), 'new:show', 'primary')] : [],
      [button(voice.t('list-b-send-other'), 'new:start')],
    ],
  );
}

/** E6, and a download that failed. */
export function downloadScreen(
  voice: Voice,
  got: { why: 'size'; bytes: number } | { why: 'download' | 'disk' },
): Screen {
  if (got.why === 'disk') return refusedByDiskScreen(voice);
  const size = got.why === 'size' ? voice.number(Math.ceil(got.bytes / 1_000_000)) : '';
  const most = voice.number(Math.floor(MOST_BYTES / 1_000_000));
  const text = got.why === 'size' ? voice.t('list-size', { size, most }) : voice.t('list-download');
  return screen([text], [[button(voice.t('list-b-send-other'), 'new:start')]]);
}

/** E1 to E5, E7, E8. */
export function listProblemScreen(voice: Voice, problem: ListProblem, words: Words): Screen {
  const other = button(voice.t('list-b-send-other'), 'new:start');
  const how = button(voice.t('list-b-how'), 'help:excel');
  const bad = button(voice.t('new-b-bad'), 'new:badrows');
  switch (problem.is) {
    case 'kind':
      return screen(
        [
          voice.t(SHEETS.includes(problem.kind) ? 'list-kind-sheet' : 'list-kind', {
            kind: clip(problem.kind, 7),
          }),
        ],
        [[button(voice.t('help-b-sample'), 'help:sample')]],
      );
    case 'empty':
      return screen([voice.t('list-empty')], [[other]]);
    case 'damaged':
      return screen([voice.t(problem.sheet ? 'list-damaged-sheet' : 'list-damaged')], [[how, other]]);
    case 'large':
      return screen([voice.t('list-large')], [[how, other]]);
    case 'no-column':
      return noColumnScreen(voice, problem);
    case 'excel':
      return screen(
        [
          voice.t('list-excel', {
            count: problem.count,
            shown: voice.number(problem.count),
            example: clip(problem.example, 16),
          }),
        ],
        [[how, bad]],
      );
    case 'country': {
      const { country, example } = problem;
      const text = country
        ? voice.t('list-country', { country: words.country(country), example: clip(example, 40) })
        : voice.t('list-no-country', { example: clip(example, 40) });
      return screen([text], [[button(voice.t('list-b-choose-country'), 'new:countries'), other]]);
    }
    case 'nobody':
      return screen(
        [voice.t('list-nobody', { count: problem.out, shown: voice.number(problem.out) })],
        [[bad, other]],
      );
  }
}

/** E3: what the columns are called, and how the file was read. */
function noColumnScreen(
  voice: Voice,
  { columns, origin }: Extract<ListProblem, { is: 'no-column' }>,
): Screen {
  return screen(
    [
      voice.t('list-no-column', { columns: clip(columns.slice(0, 12).join(', '), 300) }),
      origin.is === 'text'
        ? voice.t('list-no-column-read', {
            encoding: origin.encoding.toUpperCase(),
            delimiter: origin.delimiter === '\t' ? 'tab' : origin.delimiter,
          })
        : null,
      origin.is === 'sheet'
        ? voice.t('new-read-sheet', { sheet: clip(origin.sheet, 31), others: origin.others })
        : null,
    ],
    [
      [
        button(voice.t('list-b-choose-column'), 'new:columns'),
        button(voice.t('help-b-sample'), 'help:sample'),
      ],
    ],
  );
}
