/** The draft's message, its preview and the confirmation, N5 to N9: pure, drawn from the row. */
import type { Campaign } from '../../queue/campaign.ts';
import type { Preview, Sample } from '../../queue/control/control.ts';
import type { TooLong } from '../../queue/lengths.ts';
import { isNameField } from '../../queue/names.ts';
import type { Voice } from '../../texts/texts.ts';
import { beginningOf } from '../marks.ts';
import { button, clip, quote, type Screen, screen } from '../screen.ts';
import { gapScreen, isAnyLeftOut, leftOutLines } from './fields.ts';
import { contentNow, fileLines } from './file-screens.ts';
import { usableFields } from './list-screens.ts';
import { linkLine } from './more.ts';
import { savedButton } from './saved.ts';
import { whenLines } from './when.ts';
import type { Words } from './words.ts';

/** N5. */
export function contentScreen(voice: Voice, draft: Campaign): Screen {
  const fields = usableFields(draft);
  const [first] = fields;
  const now = contentNow(voice, draft);
  return screen(
    [
      voice.t('new-content'),
      now.line,
      first
        ? voice.t('new-content-fields', {
            fields: fields.map((field) => `{${field}}`).join(' '),
            example: `{${first}|…}`,
          })
        : null,
    ],
    [
      now.buttons,
      [savedButton(voice)],
      [button(voice.t('new-b-back'), 'new:list'), button(voice.t('new-b-cancel'), 'new:cancel')],
    ],
  );
}

/** N5b. */
function unknownScreen(voice: Voice, draft: Campaign, unknown: Preview['unknown']): Screen {
  const fields = usableFields(draft)
    .map((field) => `{${field}}`)
    .join(' ');
  const [first] = unknown;
  const values = { field: `{${clip(first?.field ?? '', 40)}}`, fields };
  return screen(
    [fields ? voice.t('new-unknown', values) : voice.t('new-unknown-none', values)],
    [
      ...unknown.map(({ suggestion }, nth) => [
        suggestion
          ? button(voice.t('new-b-fix', { field: `{${clip(suggestion, 24)}}` }), `new:fix:${nth}`)
          : null,
      ]),
      [button(voice.t('new-b-keep-field', { field: `{${clip(first?.field ?? '', 14)}}` }), 'new:keep:0')],
      [button(voice.t('new-b-back'), 'new:content')],
    ],
  );
}

/** N6d: with people's values in it the text is more than phones show. `people`: how many there are in all. */
export function tooLongScreen(voice: Voice, { count, longest, most }: TooLong, people: number): Screen {
  const values = {
    count,
    shown: voice.number(count),
    longest: voice.number(longest),
    most: voice.number(most),
  };
  return screen(
    [voice.t('new-long', values)],
    [
      [button(voice.t('new-b-long-text'), 'new:text', 'primary')],
      [count < people ? button(voice.t('new-b-gap-skip', values), 'new:long:skip') : null],
      [button(voice.t('new-b-long-rows'), 'new:long'), button(voice.t('new-b-list'), 'new:list')],
    ],
  );
}

/** N6; N5b while the text has unknown fields, N6c while some are empty for somebody. */
export function previewScreen(voice: Voice, preview: Preview, words: Words, now: number): Screen {
  const { draft, samples, people } = preview;
  if (preview.unknown.length > 0) return unknownScreen(voice, draft, preview.unknown);
  const [gap] = preview.gaps;
  if (gap) return gapScreen(voice, gap, people);
  if (preview.tooLong) return tooLongScreen(voice, preview.tooLong, people);
  const shown = samples.flatMap((sample) => [
    forLine(voice, draft, sample, words),
    sample.text ? quote(beginningOf(sample.text)) : null,
  ]);
  const face = screen(
    [
      voice.t('new-preview', { people: voice.number(people), count: people }),
      ...shown,
      ...whenLines(voice, preview, now),
      ...fileLines(voice, draft.content),
      ...leftOutLines(voice, draft),
      linkLine(voice, draft),
    ],
    [
      [button(sendLabel(voice, draft, people, now), 'new:send', 'primary')],
      [
        button(voice.t('new-b-test'), 'new:test'),
        people > 3 ? button(voice.t('new-b-rows'), 'new:rows') : null,
      ],
      [button(voice.t('new-b-message'), 'new:content'), button(voice.t('new-b-list'), 'new:list')],
      [isAnyLeftOut(draft) ? button(voice.t('new-b-gap-back'), 'new:gap:back') : null],
      [button(voice.t('new-b-when'), 'new:when'), button(voice.t('new-b-pace'), 'new:pace')],
      [button(voice.t('new-b-more'), 'new:more'), button(voice.t('new-b-discard'), 'new:cancel')],
    ],
  );
  return { ...face, above: draft.content?.media ?? [] };
}

/** Whose text it is, and whether something stands in the place of what the list lacks. */
function forLine(voice: Voice, { list }: Campaign, sample: Sample, words: Words): string {
  const values = { phone: words.phone(sample.phone), name: clip(sample.name ?? '', 30) };
  if (sample.name) return voice.t(sample.incomplete ? 'new-for-name-empty' : 'new-for-name', values);
  if (list?.fields.some(isNameField)) return voice.t('new-for-nameless', values);
  return voice.t(sample.incomplete ? 'new-for-empty' : 'new-for-number', values);
}

function sendLabel(voice: Voice, { dueAt }: Campaign, people: number, now: number): string {
  if (dueAt === null || dueAt <= now) return voice.t('new-b-send', { people: voice.number(people) });
  return clip(voice.t('new-b-schedule', { when: voice.moment(dueAt, now) }), 32);
}

/** N7, N8; `when` tells the time of one that leaves later. */
export function consentScreen(
  voice: Voice,
  people: number,
  known: boolean,
  when: string | null = null,
): Screen {
  const values = {
    count: people,
    shown: voice.number(people),
    people: voice.many('people', people),
    when: when ?? '',
  };
  const [again, send, agreed] =
    when === null
      ? (['new-again', 'new-b-yes-send', 'new-b-yes-consent'] as const)
      : (['new-again-at', 'new-b-yes-schedule', 'new-b-yes-consent-at'] as const);
  return known
    ? screen(
        [voice.t(again, values)],
        [[button(voice.t(send), 'new:confirm', 'success'), button(voice.t('new-b-back'), 'new:show')]],
      )
    : screen(
        [voice.t('new-consent', values)],
        [
          [button(voice.t(agreed, values), 'new:confirm', 'success')],
          [button(voice.t('new-b-unsure'), 'new:show')],
        ],
      );
}

/** N9. */
export function notLinkedScreen(voice: Voice): Screen {
  return screen(
    [voice.t('new-not-linked')],
    [
      [button(voice.t('new-b-connect'), 'new:connect', 'primary')],
      [button(voice.t('new-b-back'), 'new:show')],
    ],
  );
}

/** A test needs a connection. */
export function offlineScreen(voice: Voice): Screen {
  return screen(
    [voice.t('new-test-offline')],
    [[button(voice.t('connect-b-retry'), 'connect:retry', 'primary')]],
  );
}

/** O2. A list that came as a file may also be meant for the people. */
export function swapScreen(voice: Voice, asFile = false): Screen {
  return screen(
    [voice.t('new-other-list')],
    [
      [button(voice.t('new-b-swap'), 'new:list:swap')],
      asFile ? [button(voice.t('new-b-list-as-file'), 'new:asfile')] : [],
      [button(voice.t('new-b-keep'), 'new:content')],
    ],
  );
}

/** A second text, that nobody asked for. */
export const swapTextScreen = (voice: Voice, text: string): Screen =>
  screen(
    [voice.t('new-other-message'), quote(beginningOf(text))],
    [
      [button(voice.t('new-b-swap-text'), 'new:text:swap', 'primary')],
      [button(voice.t('new-b-keep-text'), 'new:show')],
    ],
  );
