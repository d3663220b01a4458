import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Chart } from './chart.ts';
import { createDraw } from './draw.ts';
import { heightOfChart, optionOf, WIDTH } from './option.ts';

const CHART: Chart = {
  title: 'Campaña 12 · Promo ñandú',
  note: '25 nov',
  locale: 'es-PY',
  panels: [
    {
      is: 'funnel',
      title: 'Hasta dónde llegó',
      steps: [
        { label: 'Personas', value: 1215, shown: '1.215' },
        { label: 'Leídos', value: 0, shown: '0 · 0 %' },
      ],
    },
    {
      is: 'time',
      title: 'Por minuto',
      labels: ['14:10', '14:11'],
      series: [
        { name: 'enviados', values: [30_000, 12] },
        { name: 'leídos', values: [3, 4] },
      ],
    },
  ],
};

const draw = createDraw();

/** How many pixels of a part of the picture are dark. */
async function ink(png: Uint8Array, part: { top: number; height: number }): Promise<number> {
  const area = { left: 0, width: WIDTH, ...part };
  const { data } = await sharp(png).extract(area).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.filter((grey) => grey < 100).length;
}

describe('a picture', { timeout: 60_000 }, () => {
  it('is as wide as a phone shows it, and letters are on it without a font of the machine', async () => {
    const png = await draw(CHART, 'png');
    expect(await sharp(png).metadata()).toMatchObject({
      format: 'png',
      width: WIDTH,
      height: heightOfChart(CHART),
    });
    expect(await ink(png, { top: 20, height: 50 })).toBeGreaterThan(1_500);
    // What stands behind is white: a dark chat shows it well.
    const corner = await sharp(png).extract({ left: 0, top: 0, width: 4, height: 4 }).raw().toBuffer();
    expect(new Set(corner)).toEqual(new Set([255]));
  });

  it('for a page holds its words as text', async () => {
    const svg = Buffer.from(await draw(CHART, 'svg'))
      .toString()
      .replaceAll('\u00a0', ' ');
    for (const word of ['Promo ñandú', 'Hasta dónde llegó', '0 · 0 %', '━ leídos', '14:11', '30 k'])
      expect(svg).toContain(word);
  });

  it('that can’t be drawn is an error that says so, and ends nothing else', async () => {
    const broken = { ...CHART, panels: null } as unknown as Chart;
    const [one, two] = await Promise.allSettled([draw(broken, 'png'), draw(CHART, 'svg')]);
    expect(String(one.status === 'rejected' && one.reason)).toMatch(/a picture could not be drawn \(1\)/);
    expect(two.status).toBe('fulfilled');
  });

  it('nobody waits for any more ends with who asked for it', async () => {
    const ending = new AbortController();
    const drawing = createDraw({ signal: ending.signal })(CHART, 'png');
    ending.abort();
    await expect(drawing).rejects.toThrow();
  });
});

it('panels stand below each other, each with axes of its own', () => {
  const { grid, series, xAxis } = optionOf(CHART);
  const tops = [grid].flat().map((one) => Number(one?.top));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect([xAxis].flat()).toHaveLength(2);
  const axes = [series].flat().map((one) => (one && 'xAxisIndex' in one ? one.xAxisIndex : null));
  expect(axes).toEqual([0, 1, 1]);
});
