/** Values that somebody lacks, and rows that share a number: what the draft asks about its list before it is sent. */
import { z } from 'zod';
import { type Campaign, ROWS_CHOICES, type RowsChoice } from '../../queue/campaign.ts';
import type { GapWords } from '../../queue/control/control.ts';
import type { Gap } from '../../queue/gaps.ts';
import { isNameField } from '../../queue/names.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { sendCsv } from '../csv.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import type { Area } from './area.ts';
import type { Stage } from './stage.ts';

const braced = (field: string, most = 20) => `{${clip(field, most)}}`;

/** N6c: the first field that is empty for somebody. Nothing is sent before the answer. */
export function gapScreen(voice: Voice, gap: Gap, people: number): Screen {
  const { index, field, count } = gap;
  const many = { count, shown: voice.number(count) };
  const word = (name: 'friend' | 'client') =>
    button(voice.t('new-b-gap-word', { word: voice.t(`new-gap-${name}`) }), `new:gap:${name}:${index}`);
  return screen(
    [voice.t('new-gap', { ...many, field: braced(field) })],
    [
      isNameField(field) ? [word('friend'), word('client')] : [],
      [
        button(voice.t('new-b-gap-ask'), `new:gap:ask:${index}`),
        button(voice.t('new-b-gap-none'), `new:gap:none:${index}`),
      ],
      [count < people ? button(voice.t('new-b-gap-skip', many), `new:gap:skip:${index}`) : null],
      [
        button(voice.t('new-b-gap-show'), `new:gap:show:${index}`),
        button(voice.t('new-b-message'), 'new:content'),
      ],
      [button(voice.t('new-b-list'), 'new:list'), button(voice.t('new-b-discard'), 'new:cancel')],
    ],
  );
}

/** The typed question behind N6c. */
export function askGapScreen(voice: Voice, field: string): Screen {
  return screen(
    [voice.t('new-gap-ask', { field: braced(field) })],
    [[button(voice.t('new-b-back'), 'new:show')]],
  );
}

export const isAnyLeftOut = ({ list }: Campaign): boolean =>
  (list?.summary.out.incomplete ?? 0) + (list?.summary.out.long ?? 0) > 0;

/** In the preview: who was left out, so that it can be taken back. */
export function leftOutLines(voice: Voice, { list }: Campaign): string[] {
  const { leftOut = [], summary } = list ?? {};
  const { incomplete = 0, long = 0 } = summary?.out ?? {};
  const fields = leftOut.map((field) => braced(field)).join(' ');
  const many = (count: number) => ({ count, shown: voice.number(count) });
  return [
    ...(incomplete > 0 ? [voice.t('new-left-out', { ...many(incomplete), fields })] : []),
    ...(long > 0 ? [voice.t('new-left-out-long', many(long))] : []),
  ];
}

/** Rows of a number that an earlier row has; lists that an older release read don't tell. */
const repeatedIn = ({ list }: Campaign): number => list?.summary.repeated ?? list?.summary.out.duplicate ?? 0;

const example = (voice: Voice) => voice.t('new-gap-example', { one: 'Ana', other: 'Luis' });

/** In N4: what becomes of rows that share a number. */
export function repeatedLine(voice: Voice, draft: Campaign): string | null {
  if (repeatedIn(draft) === 0) return null;
  switch (draft.list?.rows ?? 'first') {
    case 'first':
      return voice.t('new-read-repeated');
    case 'joined':
      return voice.t('new-read-joined', { example: example(voice) });
    case 'each':
      return voice.t('new-read-each');
  }
}

export const repeatedButton = (voice: Voice, draft: Campaign) =>
  repeatedIn(draft) > 0 ? button(voice.t('new-b-repeated'), 'new:repeated') : null;

/** N4c: one choice for all rows of the list that share a number. */
export function repeatedScreen(voice: Voice, draft: Campaign): Screen {
  const count = repeatedIn(draft);
  const now = draft.list?.rows ?? 'first';
  const choice = (one: RowsChoice) =>
    button(voice.t(`new-b-repeated-${one}`, { example: example(voice) }), `new:repeated:${one}`);
  return screen(
    [voice.t('new-repeated', { count, shown: voice.number(count), now: voice.t(`new-repeated-${now}`) })],
    [...ROWS_CHOICES.map((one) => [choice(one)]), [button(voice.t('new-b-back'), 'new:list')]],
  );
}

/** The field whose value is being typed. */
const askedField = ({ chats }: Pick<Kit, 'chats'>) => createSlot(chats, 'gap', z.number());

export function addFields(area: Area) {
  const { kit, stage, lists, on } = area;
  const { control } = kit;
  on('new:repeated', async (ctx, draft) => {
    await toast(ctx);
    const face = repeatedScreen(await kit.voiceOf(draft.createdBy), draft);
    await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
  });
  on(/^new:repeated:(first|joined|each)$/, async (ctx) => {
    await toast(ctx);
    const rows = ROWS_CHOICES.find((one) => one === ctx.match[1]) ?? 'first';
    await lists.read(ctx, { rows }, { tapped: tapped(ctx) });
  });
  on(/^new:gap:(friend|client|none):(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const word = ctx.match[1] === 'none' ? '' : voice.t(`new-gap-${ctx.match[1]}`);
    const filled = await control.fillGap(actorOf(ctx), Number(ctx.match[2]), word);
    await stage.show(draft.createdBy, await stage.preview(filled ?? draft), { tapped: tapped(ctx) });
  });
  on(/^new:gap:ask:(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    const index = Number(ctx.match[1]);
    await askedField(kit).write(draft.createdBy, index);
    await stage.show(draft.createdBy, await questionScreen(kit, draft, index), { tapped: tapped(ctx) });
    await askFor(ctx, 'gap');
  });
  on(/^new:gap:skip:(\d+)$/, async (ctx, draft) => {
    const left = await control.leaveOut(actorOf(ctx), Number(ctx.match[1]));
    await toast(ctx, left ? undefined : (await kit.voiceOf(draft.createdBy)).t('new-gap-nobody'));
    await stage.show(draft.createdBy, await stage.preview(left ?? draft), { tapped: tapped(ctx) });
  });
  on('new:gap:back', async (ctx, draft) => {
    await toast(ctx);
    const back = await control.takeBack(actorOf(ctx));
    await stage.show(draft.createdBy, await stage.preview(back ?? draft), { tapped: tapped(ctx) });
  });
  on(/^new:gap:show:(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    const index = Number(ctx.match[1]);
    const rows = (words: GapWords) => control.gapRows(draft.id, index, words);
    await sendRows(kit, draft.createdBy, { name: 'new-gap-file', rows });
  });
  on('new:long:skip', async (ctx, draft) => {
    const left = await control.leaveOutLong(actorOf(ctx));
    await toast(ctx, left ? undefined : (await kit.voiceOf(draft.createdBy)).t('new-gap-nobody'));
    await stage.show(draft.createdBy, await stage.preview(left ?? draft), { tapped: tapped(ctx) });
  });
  on('new:long', async (ctx, draft) => {
    await toast(ctx);
    const rows = (words: GapWords) => control.longRows(draft.id, words);
    await sendRows(kit, draft.createdBy, { name: 'new-long-file', rows });
  });
  on(/^new:keep:(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    const kept = await control.keepField(actorOf(ctx), Number(ctx.match[1]));
    await stage.show(draft.createdBy, await stage.preview(kept ?? draft), { tapped: tapped(ctx) });
  });
}

/** What is typed stands in the text from then on. */
export function answerGap({ kit, stage }: { kit: Kit; stage: Stage }): Answer {
  return async (ctx: BotContext) => {
    const chat = ctx.chat?.id ?? 0;
    const draft = await kit.control.draft(chat);
    if (!draft) return true;
    const index = (await askedField(kit).read(chat)) ?? -1;
    const replyTo = ctx.message?.message_id ?? 0;
    const word = (ctx.message?.text ?? '').trim();
    if (word === '' || word.length > LONGEST_WORD) {
      await stage.show(chat, await questionScreen(kit, draft, index), { replyTo });
      return false;
    }
    const filled = await kit.control.fillGap(actorOf(ctx), index, word);
    await stage.show(chat, await stage.preview(filled ?? draft), { replyTo });
    return true;
  };
}

/** As long as a template lets it be. */
const LONGEST_WORD = 200;

async function questionScreen({ control, voiceOf }: Kit, draft: Campaign, index: number): Promise<Screen> {
  const gaps = (await control.preview(draft.id, 0))?.gaps ?? [];
  const gap = gaps.find((one) => one.index === index) ?? gaps[0];
  return askGapScreen(await voiceOf(draft.createdBy), gap?.field ?? '');
}

/** Line and number of people, as a file that can be looked at beside the list. */
async function sendRows(
  kit: Kit,
  chat: number,
  { name, rows }: { name: string; rows: (words: GapWords) => AsyncIterable<string> },
): Promise<void> {
  const voice = await kit.voiceOf(chat);
  const words = {
    columns: [voice.t('report-column-line'), voice.t('report-column-written')],
    delimiter: voice.delimiter,
  };
  await sendCsv(kit, chat, { name: voice.t(name), lines: rows(words) }, { answer: true });
}
