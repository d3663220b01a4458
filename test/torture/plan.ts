/** What is played, and when the power goes: all of it comes from one seed. Pure. */
import { makeList, type Row } from '../../demo/list.ts';

export const KINDS = ['text', 'picture', 'text', 'album'] as const;
export type Kind = (typeof KINDS)[number];

export interface PlannedCampaign {
  readonly nth: number;
  readonly kind: Kind;
  /** Stands at the beginning of every message of this campaign, and of no other's. */
  readonly marker: string;
  /** In the order of the file. */
  readonly rows: readonly Row[];
  readonly kills: readonly PlannedKill[];
  /** Round trip to WhatsApp: the longer, the more is on its way when the power goes. */
  readonly rttMs: number;
}

/** `worker`: kill -9 of the process that works; `all`: of the supervisor too; `power`: files torn besides. */
export const MEANS = ['worker', 'all', 'power'] as const;

export interface PlannedKill {
  readonly means: (typeof MEANS)[number];
  /** After so many more people of this campaign have seen it; null: by time alone, counted from the start. */
  readonly afterShown: number | null;
  /** Milliseconds more. */
  readonly thenMs: number;
}

const SIZES: Record<Kind, { rows: [number, number]; kills: [number, number] }> = {
  text: { rows: [90, 160], kills: [8, 14] },
  picture: { rows: [50, 80], kills: [5, 9] },
  album: { rows: [30, 45], kills: [5, 9] },
};

/** Everybody who is ever written to; a fiftieth is not on WhatsApp. */
export const POPULATION: readonly Row[] = makeList(420);

export function planCampaign(nth: number, chance: () => number): PlannedCampaign {
  const between = ([from, to]: readonly [number, number]) => from + Math.floor(chance() * (to - from + 1));
  const kind = KINDS[nth % KINDS.length] ?? 'text';
  const size = between(SIZES[kind].rows);
  const kills = between(SIZES[kind].kills);
  const rows = sample(POPULATION, size, chance);
  return {
    nth,
    kind,
    marker: `Envío ${nth + 1}:`,
    rows,
    kills: Array.from({ length: kills }, (_, at) => planKill(at, size / (kills + 1), chance)),
    rttMs: between([0, 400]),
  };
}

function planKill(at: number, share: number, chance: () => number): PlannedKill {
  const means = chance() < 0.25 ? 'worker' : chance() < 0.5 ? 'all' : 'power';
  // The first one may come right after the tap that starts the campaign; others while it is starting.
  const byTime = chance() < (at === 0 ? 0.5 : 0.2);
  return {
    means,
    // Behind the first small batch, which is awaited, there are large ones.
    afterShown: byTime ? null : 1 + Math.floor(chance() * share * (chance() < 0.3 ? 3 : 1)),
    thenMs: Math.floor(chance() * (byTime ? (at === 0 ? 600 : 2500) : 250)),
  };
}

/** Some of them, in the order in which they stand. */
function sample<T>(all: readonly T[], size: number, chance: () => number): T[] {
  const left = all.map((one, at) => ({ one, at, key: chance() }));
  return left
    .toSorted((a, b) => a.key - b.key)
    .slice(0, size)
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** The file: those rows, the first of them once more in another spelling, and one that is no number. */
export function fileOf({ rows }: PlannedCampaign): { csv: string; lines: number } {
  const [first] = rows;
  const body = rows.map(({ written, name }) => `${written},${name}`);
  if (first) body.splice(Math.floor(rows.length / 2), 0, `${first.number},${first.name}`);
  body.push('sin número,Nadie');
  return { csv: ['telefono,nombre', ...body, ''].join('\n'), lines: body.length };
}

/** What a phone must show of it; a footer may follow. */
export const textFor = ({ marker }: Pick<PlannedCampaign, 'marker'>, { name }: Pick<Row, 'name'>) =>
  `${marker} hola ${name || 'amigo'}, te esperamos mañana.`;

export const templateOf = ({ marker }: Pick<PlannedCampaign, 'marker'>) =>
  `${marker} hola {nombre|amigo}, te esperamos mañana.`;
