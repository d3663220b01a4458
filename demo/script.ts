import type { SentFile, ShownPerson } from './driver.ts';
import { makeList, type Row, template, textFor, toCsv } from './list.ts';
import { findOnPhones, makePictures, timesShown } from './pictures.ts';
import type { Stage } from './stage.ts';
import { claim, connect, type Draft, fetchReport, finished, launch, prepare, type Report } from './story.ts';
import { NotInTime, pause, until } from './until.ts';

export interface ScriptOptions {
  recipients: number;
  images: number;
  kills: number;
  say: (line: string) => void;
}

/** The last line of the script; the names are promised to whoever reads it. */
export interface Result {
  recipients: number;
  accepted: number;
  delivered: number;
  shown: number;
  shownTwice: number;
  wrongOrder: number;
  failed: number;
  skipped: number;
  seconds: number;
}

/** Plays the whole story as an operator, and compares what the program says with what the phones showed. */
export async function playScript(stage: Stage, options: ScriptOptions) {
  const { say } = options;
  const rows = makeList(options.recipients);
  const patienceMs = 120_000 + options.recipients * 100 + options.kills * 60_000;
  const operator = await stage.operator(1001);
  await claim(stage, operator);
  say('claimed; asking for a QR code');
  await connect(stage, operator);
  say(`linked; sending a list of ${rows.length}`);
  const sent = await makePictures(options.images);
  await prepare(operator, makeDraft(rows, sent), patienceMs);
  await stage.phones.expect(rows.map(({ number }) => number));
  say('preview seen; confirming');
  const start = performance.now();
  const { campaign } = await launch(operator);
  const over = new AbortController();
  const killing = killAtRandom(stage, rows, options, over.signal);
  await finished(operator, campaign, patienceMs);
  const seconds = (performance.now() - start) / 1000;
  over.abort();
  const kills = await killing;
  say(`finished after ${seconds.toFixed(1)} s${options.kills ? `, killed ${kills} times` : ''}`);
  const people = await settledPeople(stage, rows);
  const report = await settledReport(() => fetchReport(operator, campaign), people.length);
  const pictures = await findOnPhones(stage, sent, people);
  return judge({ rows, people, report, seconds, options, pictures, wrongOrder: await wrongOrder(stage) });
}

function makeDraft(rows: Row[], pictures: readonly Buffer[]): Draft {
  const list: SentFile = { name: 'clientes.csv', bytes: Buffer.from(toCsv(rows)), mime: 'text/csv' };
  const photos = pictures.map(
    (bytes, nth): SentFile => ({
      ...{ name: `promo-${nth + 1}.jpg`, bytes, as: 'photo' },
      ...(nth === 0 ? { caption: template } : {}),
    }),
  );
  const [only] = photos;
  return { list, content: photos.length > 1 ? photos : (only ?? template) };
}

/** The supervisor gives up after ten short lives in a row, so every eighth one may be a long one. */
const livesInARow = 8;
const longLifeMs = 6000;

/** Kills the main process when somebody, picked by chance from each stretch of the list, sees the message. */
async function killAtRandom(stage: Stage, rows: Row[], { kills, say }: ScriptOptions, signal: AbortSignal) {
  const stretch = rows.length / Math.max(1, kills);
  let done = 0;
  for (let turn = 0; turn < kills && !signal.aborted; turn += 1) {
    const from = Math.floor((turn + Math.random()) * stretch);
    const target = rows.slice(from).find(({ registered }) => registered) ?? rows[0];
    try {
      await until(async () => (await stage.phones.phone(target?.number ?? '')).messages.length > 0, {
        what: 'the moment of the next kill',
        timeoutMs: 180_000,
        everyMs: 50,
        signal,
      });
      await pause(Math.random() * 50);
      if (signal.aborted) break;
      if (turn % livesInARow === livesInARow - 1) await pause(longLifeMs);
      if (signal.aborted) break;
      await stage.program.kill();
      done += 1;
      say(`killed at about ${from} of ${rows.length}`);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  return done;
}

/** Waits until everybody who is on WhatsApp has seen something, ten seconds at most. */
async function settledPeople(stage: Stage, rows: Row[]): Promise<ShownPerson[]> {
  const everybody = rows.filter(({ registered }) => registered).length;
  await until(async () => (await stage.phones.journal()).people >= everybody, {
    what: 'the phones',
    timeoutMs: 10_000,
    everyMs: 500,
  }).catch(ignoreLateness);
  return stage.phones.people();
}

/** Receipts come after the end too: the report is asked for again until it has them. */
async function settledReport(fetch: () => Promise<Report>, expected: number): Promise<Report> {
  let report = await fetch();
  for (let tries = 0; tries < 5 && report.delivered < expected; tries += 1) {
    await pause(1500);
    report = await fetch();
  }
  return report;
}

async function wrongOrder(stage: Stage): Promise<number> {
  return (await stage.phones.journal()).wrongOrder;
}

function ignoreLateness(error: unknown): void {
  if (!(error instanceof NotInTime)) throw error;
}

export interface Outcome {
  rows: Row[];
  people: ShownPerson[];
  report: Report;
  wrongOrder: number;
  seconds: number;
  /** Hashes of the pictures as they were sent, in order. */
  pictures: readonly string[];
  options: Pick<ScriptOptions, 'kills'>;
}

/** Compares the list with both views; the complaints are empty when everything is as it must be. */
export function judge({ rows, people, report, pictures, seconds, options, ...outcome }: Outcome) {
  const inversions = outcome.wrongOrder;
  const byNumber = new Map(people.map(({ number, messages }) => [`+${number.replace(/\D/g, '')}`, messages]));
  const complaints: string[] = [];
  let shown = 0;
  let shownTwice = 0;
  for (const row of rows) {
    const messages = byNumber.get(row.number) ?? [];
    const seen =
      pictures.length > 0
        ? timesShown(messages, pictures, textFor(row))
        : messages.filter(({ text }) => text?.startsWith(textFor(row))).length;
    if (seen === null) {
      // Who says BAJA at the first picture gets no second one after a kill.
      if (row.optsOut && options.kills > 0) continue;
      complaints.push(`…${row.number.slice(-4)} saw the pictures in another way than they were sent`);
      continue;
    }
    if (seen > 0) shown += 1;
    if (seen > 1) shownTwice += 1;
    if (seen === 0 && row.registered) complaints.push(`…${row.number.slice(-4)} saw nothing`);
    if (seen > 0 && !row.registered)
      complaints.push(`…${row.number.slice(-4)} is not on WhatsApp and saw it`);
  }
  const listed = new Set(rows.map(({ number }) => number));
  const strangers = [...byNumber.keys()].filter((number) => !listed.has(number));
  const expected = rows.filter(({ registered }) => registered).length;
  const { accepted, delivered, failed, skipped } = report;
  const round = Math.round(seconds * 100) / 100;
  const result: Result = {
    ...{ recipients: rows.length, accepted, delivered, shown, shownTwice },
    ...{ wrongOrder: inversions, failed, skipped, seconds: round },
  };
  const check = (fine: boolean, sentence: string) => fine || complaints.push(sentence);
  check(strangers.length === 0, `${strangers.length} people who are not on the list saw something`);
  check(shownTwice === 0, `${shownTwice} people saw it twice`);
  check(inversions === 0, `${inversions} people saw it out of order`);
  check(report.rows === rows.length, `the report has ${report.rows} rows, the list ${rows.length}`);
  check(report.open === 0, `${report.open} rows of the report are not final`);
  // Killed before its ack, a message to somebody who has said BAJA meanwhile is never sent again: its row is
  // skipped then, though the phone had shown it.
  const unknown = options.kills > 0 ? rows.filter(({ optsOut }) => optsOut).length : 0;
  check(
    accepted <= expected && accepted >= expected - unknown,
    `accepted ${accepted} instead of ${expected}`,
  );
  check(accepted + failed + skipped === rows.length, 'the sums of the report do not add up');
  check(delivered <= accepted, 'more delivered than accepted');
  return { result, complaints };
}
