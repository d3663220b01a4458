/** `new:sheets`, `new:hidden`: what a workbook has beside the rows that were taken. */
import type { ListSource } from '../../queue/campaign.ts';
import type { Voice } from '../../texts/texts.ts';
import { tapped, toast } from '../context.ts';
import { type Button, button, clip, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';

/** As many as a thumb scrolls through; the rest is for a file of its own. */
const MOST_OFFERED = 20;

/** Which sheet it is to be; the one that was taken is marked. */
export function sheetsScreen(voice: Voice, { origin }: ListSource): Screen {
  const { sheet = '', names = [] } = origin?.is === 'sheet' ? origin : {};
  return screen(
    [voice.t('sheet-which')],
    [
      ...names.slice(0, MOST_OFFERED).map((name, nth) => {
        const label = name === sheet ? `(${clip(name, 30)})` : clip(name, 32);
        return [button(label, `new:sheet:${nth}`)];
      }),
      [button(voice.t('new-b-back'), 'new:list')],
    ],
  );
}

/** Rows that Excel hides, by a filter or by hand: people don't see them, and may not mean them. */
export function hiddenLine(voice: Voice, { summary, withHidden }: ListSource): string | null {
  const { hidden = 0 } = summary;
  if (hidden === 0) return null;
  const values = { count: hidden, shown: voice.number(hidden) };
  return voice.t(withHidden ? 'sheet-hidden-in' : 'sheet-hidden-out', values);
}

export function sheetButtons(voice: Voice, { origin, summary, withHidden }: ListSource): (Button | null)[] {
  const several = origin?.is === 'sheet' && (origin.names?.length ?? 0) > 1;
  const hidden = (summary.hidden ?? 0) > 0;
  return [
    several ? button(voice.t('sheet-b-other'), 'new:sheets') : null,
    hidden ? button(voice.t(withHidden ? 'sheet-b-without' : 'sheet-b-with'), 'new:hidden') : null,
  ];
}

export function addSheets({ kit, stage, lists, old, on }: Area) {
  on('new:sheets', async (ctx, { createdBy, list }) => {
    if (!list) return old(ctx);
    await toast(ctx);
    await stage.show(createdBy, sheetsScreen(await kit.voiceOf(createdBy), list), { tapped: tapped(ctx) });
  });
  on(/^new:sheet:(\d+)$/, async (ctx, { list }) => {
    const names = list?.origin?.is === 'sheet' ? (list.origin.names ?? []) : [];
    const sheet = names[Number(ctx.match[1])];
    if (sheet === undefined) return old(ctx);
    await toast(ctx);
    await lists.read(ctx, { sheet }, { tapped: tapped(ctx) });
  });
  on('new:hidden', async (ctx, { list }) => {
    await toast(ctx);
    await lists.read(ctx, { withHidden: !list?.withHidden }, { tapped: tapped(ctx) });
  });
}
