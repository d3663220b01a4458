/** What is told of a campaign and of days: the report, the pictures, the same in words. */
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchReport } from '../../demo/story.ts';
import {
  answered,
  lastId,
  type Message,
  type Operator,
  plain,
  startWorld,
  textOf,
  until,
  type World,
} from './world.ts';

let world: World;
let ana: Operator;
let campaign: number;

/** Twenty people on WhatsApp, and every way of being left out. */
const people = plain(20);
const CSV = [
  'nombre;telefono',
  ...people.map(({ number }, nth) => `${nth === 0 ? '=1+1' : `Persona ${nth}`};${number}`),
  `Otra vez;${people[0]?.number}`,
  'Sin número;no tiene',
  'Cortado;5.95981E+11',
].join('\n');

beforeAll(async () => {
  world = await startWorld({ quietPhones: true });
  ana = await world.connected();
  campaign = await world.send(ana, CSV);
  await world.finished(ana, campaign);
}, 90_000);
afterAll(() => world.close());

const captionOf = async (act: () => Promise<unknown>, sentence: RegExp): Promise<Message> => {
  const message = await answered(ana, act, sentence);
  expect(message.photo).toBeDefined();
  // Telegram makes a JPEG of it.
  const picture = await sharp(await ana.download(message.photo?.fileId ?? '')).metadata();
  expect(picture).toMatchObject({ format: 'jpeg', width: 780 });
  return message;
};

describe('the report', () => {
  it('has every row of the file, and its sums are those of the card', { timeout: 120_000 }, async () => {
    await until(async () => (await fetchReport(ana, campaign)).delivered === 20, { what: 'all receipts' });
    const report = await fetchReport(ana, campaign);
    expect(report).toEqual({ rows: 23, accepted: 20, delivered: 20, failed: 0, skipped: 3, open: 0 });
    const { messages } = await ana.chat();
    const file = messages.findLast(({ document }) => document?.name === `campana-${campaign}-informe.csv`);
    const table: string[][] = parse(await ana.download(file?.document?.fileId ?? ''), {
      bom: true,
      delimiter: ';',
    });
    expect(table[0]?.slice(0, 5)).toEqual(['línea', 'número escrito', 'número usado', 'estado', 'motivo']);
    expect(table[0]?.slice(-2)).toEqual(['no salió', 'nombre']);
    expect(table[1]?.at(-1)).toBe("'=1+1");
    expect(table.slice(21).map((row) => [row[0], row[3], row[4]])).toEqual([
      ['22', 'omitido', 'repetido'],
      ['23', 'omitido', 'tiene letras'],
      ['24', 'omitido', 'Excel cortó el número'],
    ]);
    const over = messages.find((message) => textOf(message).startsWith(`Campaña ${campaign} terminada`));
    expect(textOf(over)).toContain(`${report.accepted} de 20 enviados`);
  });
});

describe('the picture', () => {
  it('of a campaign stands above all its figures', { timeout: 120_000 }, async () => {
    const message = await captionOf(
      () => ana.tap(`campaign:${campaign}:chart`),
      new RegExp(`^Campaña ${campaign}: 20 de 20 enviados`),
    );
    expect(textOf(message)).toMatch(
      /Entregados 20 \(100\s%\)[\s\S]*Por minuto: \d+ en promedio, 20 como máximo/,
    );
    expect(textOf(message)).toMatch(/enviados · leídos\n\d\d:\d\d: 20 · \d/);
    expect(message.buttons?.flat().map(({ data }) => data)).toEqual([
      `campaign:${campaign}:report`,
      `campaign:${campaign}:show`,
    ]);
  });

  it('of the day, the week and the month is one message that changes', { timeout: 180_000 }, async () => {
    const day = await captionOf(() => ana.say('/estadisticas'), /^Hoy: 20 enviados, 20 entregados/);
    expect(textOf(day)).toMatch(/fallidos 0, bajas 0/);
    const after = await lastId(ana);
    for (const [payload, first] of [
      ['stats:week', /^Semana: 20 enviados/],
      ['stats:month', /^Mes: 20 enviados/],
    ] as const) {
      await ana.tap(payload, { messageId: day.id });
      await ana.waitForMessage(({ id, caption }) => id === day.id && first.test(caption ?? ''), {
        what: payload,
      });
    }
    expect((await ana.tap('stats:weekly', { messageId: day.id })).toast).toMatch(/^Cada lunes a las 9/);
    const label = 'Resumen cada lunes: sí';
    await ana.waitForMessage(
      ({ id, caption, buttons }) =>
        id === day.id &&
        /^Mes/.test(caption ?? '') &&
        Boolean(buttons?.flat().some(({ text }) => text === label)),
      { what: 'the wish' },
    );
    expect(await lastId(ana)).toBe(after);
    await world.restart();
    const again = await captionOf(() => ana.say('/stats'), /^Hoy: 20 enviados, 20 entregados/);
    expect(again.buttons?.flat().map(({ text }) => text)).toContain(label);
  });
});
