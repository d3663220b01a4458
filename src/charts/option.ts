/** A chart → what ECharts draws, laid out for a phone: 390 points wide, at twice the pixels. */
import type { EChartsOption, GridComponentOption, SeriesOption, TitleComponentOption } from 'echarts';
import type { Chart, Panel } from './chart.ts';

export const WIDTH = 780;
const EDGE = 32;
const HEAD = 122;
const PANEL_TITLE = 56;
const STEP = 68;
const LEGEND = 46;
const TIME = 300;
const BELOW = 30;

const INK = '#17212b';
const FAINT = '#5f6b76';
const LINES = '#e3e8ec';
const BLUE = '#1f6fb2';
const ORANGE = '#b34f12';
const LARGE = 32;
const TEXT = 25;
const SMALL = 23;

type Funnel = Extract<Panel, { is: 'funnel' }>;
type Time = Extract<Panel, { is: 'time' }>;

/** One panel's share of the option, in the axes of its number. */
interface Part {
  readonly title: TitleComponentOption[];
  readonly grid: GridComponentOption;
  readonly xAxis: object;
  readonly yAxis: object;
  readonly series: SeriesOption[];
}

const heightOf = (panel: Panel) =>
  PANEL_TITLE + BELOW + (panel.is === 'funnel' ? panel.steps.length * STEP : LEGEND + TIME);

/** The picture's height in pixels. */
export const heightOfChart = ({ panels }: Chart): number =>
  HEAD + panels.reduce((sum, panel) => sum + heightOf(panel), 0);

/** Panels stand below each other, each with axes of its own. */
export function optionOf(chart: Chart): EChartsOption {
  let top = HEAD;
  const parts = chart.panels.map((panel, nth) => {
    const part = panel.is === 'funnel' ? funnel(panel, nth, top) : time(panel, nth, top, chart.locale);
    top += heightOf(panel);
    return part;
  });
  const head: TitleComponentOption = {
    text: chart.title,
    subtext: chart.note,
    left: EDGE,
    top: 28,
    padding: 0,
    itemGap: 12,
    textStyle: {
      color: INK,
      fontSize: LARGE,
      fontWeight: 'bold',
      width: WIDTH - 2 * EDGE,
      overflow: 'truncate',
    },
    subtextStyle: { color: FAINT, fontSize: SMALL, width: WIDTH - 2 * EDGE, overflow: 'truncate' },
  };
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'DejaVu Sans' },
    title: [head, ...parts.flatMap(({ title }) => title)],
    grid: parts.map(({ grid }) => grid),
    xAxis: parts.map(({ xAxis }) => xAxis),
    yAxis: parts.map(({ yAxis }) => yAxis),
    series: parts.flatMap(({ series }) => series),
  };
}

/** Text that ends at the right edge is anchored there: nobody here can measure how wide letters are. */
const line = (
  text: string,
  top: number,
  { color = INK, size = TEXT, bold = false, left = EDGE, ends = false } = {},
): TitleComponentOption => ({
  text,
  top,
  padding: 0,
  left: ends ? WIDTH - EDGE : left,
  ...(ends ? { textAlign: 'right' as const } : {}),
  textStyle: { color, fontSize: size, fontWeight: bold ? 'bold' : 'normal' },
});

/** Words and figures stand above their bars: both have room, however long they are. */
function funnel({ title, steps }: Funnel, nth: number, top: number): Part {
  const begin = top + PANEL_TITLE;
  const row = (step: number) => begin + step * STEP;
  return {
    title: [
      line(title, top, { bold: true }),
      ...steps.map(({ label }, step) => line(label, row(step))),
      ...steps.map(({ shown }, step) => line(shown, row(step), { bold: true, ends: true })),
    ],
    // The bars' own places begin below the words.
    grid: { left: EDGE, right: EDGE, top: begin + 4, height: steps.length * STEP },
    xAxis: {
      type: 'value',
      gridIndex: nth,
      max: Math.max(1, ...steps.map(({ value }) => value)),
      show: false,
    },
    yAxis: {
      type: 'category',
      gridIndex: nth,
      inverse: true,
      show: false,
      data: steps.map(({ label }) => label),
    },
    series: [
      {
        type: 'bar',
        xAxisIndex: nth,
        yAxisIndex: nth,
        barWidth: 14,
        showBackground: true,
        backgroundStyle: { color: LINES, borderRadius: 7 },
        itemStyle: { color: BLUE, borderRadius: 7 },
        data: steps.map(({ value }) => value),
      },
    ],
  };
}

/** The first series are columns, the second a line; a square and a dash before their names say which is which. */
function time({ title, labels, series }: Time, nth: number, top: number, locale: string): Part {
  const number = new Intl.NumberFormat(locale, { notation: 'compact' });
  const [columns, second] = series;
  const shared = { xAxisIndex: nth, yAxisIndex: nth };
  const begin = top + PANEL_TITLE;
  return {
    title: [
      line(title, top, { bold: true }),
      ...(columns ? [line(`■ ${columns.name}`, begin, { color: BLUE, size: SMALL })] : []),
      ...(second ? [line(`━ ${second.name}`, begin, { color: ORANGE, size: SMALL, left: WIDTH / 2 })] : []),
    ],
    grid: { left: EDGE, right: EDGE, top: begin + LEGEND, height: TIME, containLabel: true },
    xAxis: {
      type: 'category',
      gridIndex: nth,
      data: [...labels],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: FAINT } },
      axisLabel: { color: FAINT, fontSize: SMALL, hideOverlap: true, margin: 14 },
    },
    yAxis: {
      type: 'value',
      gridIndex: nth,
      min: 0,
      minInterval: 1,
      splitNumber: 3,
      splitLine: { lineStyle: { color: LINES } },
      axisLabel: { color: FAINT, fontSize: SMALL, formatter: (value: number) => number.format(value) },
    },
    series: [
      {
        ...shared,
        type: 'bar',
        data: [...(columns?.values ?? [])],
        barCategoryGap: '25%',
        barMaxWidth: 60,
        itemStyle: { color: BLUE, borderRadius: [4, 4, 0, 0] },
      },
      {
        ...shared,
        type: 'line',
        data: [...(second?.values ?? [])],
        showSymbol: second?.values.length === 1,
        lineStyle: { color: ORANGE, width: 4 },
        itemStyle: { color: ORANGE },
      },
    ],
  };
}
