/** Plays campaigns and takes the power away from them, until it was taken often enough. */
import type { Operator, SentFile, ShownMessage } from '../../demo/driver.ts';
import { findOnPhones, makePictures } from '../../demo/pictures.ts';
import type { Stage } from '../../demo/stage.ts';
import { claim, connect, fetchReport, finished, prepare } from '../../demo/story.ts';
import { NotInTime, pause, until } from '../../demo/until.ts';
import { readLedger } from '../ledger.ts';
import { tearFiles } from '../power-cut.ts';
import { belongs, judgeCampaign, judgeNow, masked, type Phones, phonesOf } from './judge.ts';
import {
  fileOf,
  type Kind,
  MEANS,
  type PlannedCampaign,
  type PlannedKill,
  planCampaign,
  templateOf,
} from './plan.ts';

export interface TortureOptions {
  readonly kills: number;
  /** Numbers in [0, 1); the same number names the same series in every run. */
  readonly chances: (series: number) => () => number;
  readonly say: (line: string) => void;
}

export interface TortureResult {
  kills: Record<PlannedKill['means'], number>;
  /** Kills before anybody had seen anything of their campaign. */
  early: number;
  campaigns: Record<Kind, number>;
  people: number;
  shown: number;
  shownTwice: number;
  wrongOrder: number;
  undecryptable: number;
  /** Who said BAJA, and is on the list of those who said it. */
  optOuts: number;
  afterBaja: number;
  /** Frames that phones got again under their old id, and didn't show again. */
  repeatedIds: number;
  complaints: string[];
}

const PARTS: Record<Kind, number> = { text: 1, picture: 1, album: 4 };
const PICTURES: Record<Kind, number> = { text: 0, picture: 1, album: 3 };
/** Neither a start nor a pause of the supervisor takes so long. */
const STUCK = 180_000;

export async function playTorture(stage: Stage, options: TortureOptions): Promise<TortureResult> {
  const { say } = options;
  const operator = await stage.operator(1001);
  await claim(stage, operator);
  await connect(stage, operator);
  const result = nothing();
  const said = new Map<string, number>();
  const done = () => MEANS.reduce((sum, means) => sum + result.kills[means], 0);
  for (let nth = 0; done() < options.kills; nth += 1) {
    // People talk while the power goes: one series for both would come out differently each time.
    const plan = planCampaign(nth, options.chances(3 * nth));
    const [talking, tearing] = [options.chances(3 * nth + 1), options.chances(3 * nth + 2)];
    say(
      `campaign ${nth + 1}: ${plan.kind} to ${plan.rows.length} people at ${plan.rttMs} ms, ` +
        `${plan.kills.length} kills`,
    );
    const round = { stage, operator, plan, said, result, options, talking, tearing, done };
    await playCampaign(round);
    if (result.complaints.length > 0) break;
  }
  await judgeOptOuts(stage, said, result);
  const journal = await stage.phones.journal();
  result.undecryptable = journal.undecryptable;
  result.repeatedIds = journal.repeatedIds;
  result.complaints.push(...journal.errors);
  return result;
}

interface Round {
  readonly stage: Stage;
  readonly operator: Operator;
  readonly plan: PlannedCampaign;
  readonly said: Map<string, number>;
  readonly result: TortureResult;
  readonly options: TortureOptions;
  readonly talking: () => number;
  readonly tearing: () => number;
  readonly done: () => number;
}

async function playCampaign(round: Round): Promise<void> {
  const { stage, operator, plan, said, result } = round;
  const pictures = await makePictures(PICTURES[plan.kind]);
  const before = new Set(said.keys());
  await stage.phones.faults({ rttMs: plan.rttMs });
  const file = fileOf(plan);
  // A confirmation whose tap was lost with the process still stands further up.
  const after = (await operator.chat()).messages.at(-1)?.id ?? 0;
  await prepare(
    operator,
    {
      list: { name: `lista-${plan.nth + 1}.csv`, bytes: Buffer.from(file.csv) },
      content: contentOf(plan, pictures),
    },
    STUCK,
  );
  const id = await nextCampaign(stage);
  await operator.tap('new:send');
  const { message } = await operator.waitForButton('new:confirm', { after, timeoutMs: STUCK });
  // Whoever kills right after the tap must not wait for its answer.
  const tapping = operator.tap('new:confirm', { messageId: message.id }).catch(() => undefined);
  const over = new AbortController();
  const talkingOn = talk(round, over.signal);
  await killAsPlanned(round, id);
  await tapping;
  await confirmIfLost(operator, message.id, id);
  await finished(operator, id, STUCK * 2);
  over.abort();
  await talkingOn;
  result.campaigns[plan.kind] += 1;
  await judgeEnd(round, { id, before, lines: file.lines, sent: pictures });
}

function contentOf(plan: PlannedCampaign, pictures: readonly Buffer[]): string | SentFile | SentFile[] {
  const photos = pictures.map(
    (bytes, nth): SentFile => ({
      ...{ name: `foto-${nth}.jpg`, bytes, as: 'photo' },
      ...(nth === 0 ? { caption: templateOf(plan) } : {}),
    }),
  );
  const [only] = photos;
  return photos.length > 1 ? photos : (only ?? templateOf(plan));
}

/** The draft that is about to be confirmed becomes the campaign. */
async function nextCampaign(stage: Stage): Promise<number> {
  const { campaigns } = await stage.program.frozen(() => readLedger(stage.dataRoot));
  const draft = campaigns.findLast(({ kind, state }) => kind === 'campaign' && state === 'draft');
  if (!draft) throw new Error('there is no draft');
  return draft.id;
}

/** A tap that went with the process is tapped again, as a person would: the campaign starts once all the same. */
async function confirmIfLost(operator: Operator, messageId: number, id: number): Promise<void> {
  const started = () => operator.waitForButton(new RegExp(`^campaign:${id}:`), { timeoutMs: 20_000 });
  try {
    await started();
  } catch (error) {
    if (!(error instanceof NotInTime)) throw error;
    await operator.tap('new:confirm', { messageId, force: true });
    await started();
  }
}

/** People answer meanwhile, while the program is down too; some of them say BAJA. */
async function talk({ stage, plan, said, talking }: Round, signal: AbortSignal): Promise<void> {
  const speakers = plan.rows.filter(({ registered }) => registered);
  const quitters = Math.ceil(speakers.length / 20);
  for (let nth = 0; !signal.aborted; nth += 1) {
    await pause(400 + talking() * 2_000);
    const who = speakers[Math.floor(talking() * speakers.length)];
    if (!who || signal.aborted) continue;
    const quits = nth % 2 === 0 && nth / 2 < quitters;
    if (quits && !said.has(who.number)) said.set(who.number, Date.now());
    await stage.phones.say(who.number, quits ? 'BAJA' : 'Gracias, ahí estaré');
  }
}

async function killAsPlanned(round: Round, id: number): Promise<void> {
  const { stage, plan, result, options } = round;
  for (const kill of plan.kills) {
    if (round.done() >= options.kills) return;
    if (!(await theMoment(round, kill, id))) return;
    const phones = await takePower(stage, kill, round.tearing, result);
    const seen = countSeen(phones, plan);
    if (seen === 0) result.early += 1;
    options.say(
      `kill ${round.done()} of ${options.kills} (${kill.means}): campaign ${plan.nth + 1}, ` +
        `${seen} of ${plan.rows.length} have seen it; ${result.complaints.length} complaints`,
    );
    if (result.complaints.length > 0) throw new Error(result.complaints.slice(0, 5).join('\n'));
  }
}

/** Waits for it; false when the campaign was over before. */
async function theMoment(
  { stage, operator, plan }: Round,
  { afterShown, thenMs }: PlannedKill,
  id: number,
): Promise<boolean> {
  if (afterShown === null) {
    await pause(thenMs);
    return true;
  }
  const shown = async () => (await stage.phones.journal()).shown;
  const isOver = async () =>
    (await operator.chat()).messages.some(({ buttons }) =>
      buttons?.flat().some(({ data }) => data === `campaign:${id}:report`),
    );
  const target = (await shown()) + afterShown * PARTS[plan.kind];
  const why = await until(
    async () => ((await shown()) >= target ? 'shown' : (await isOver()) ? 'over' : null),
    { what: 'the campaign to go on', timeoutMs: STUCK, everyMs: 15 },
  );
  if (why === 'shown') await pause(thenMs);
  return why === 'shown';
}

/** Kills as planned, and looks at what is left before anything runs again. */
async function takePower(
  { program, phones, dataRoot }: Stage,
  { means }: PlannedKill,
  chance: () => number,
  result: TortureResult,
): Promise<Phones> {
  const look = async () => {
    if (means === 'power') tearFiles(dataRoot, chance);
    const ledger = readLedger(dataRoot);
    // Phones show a moment after they have confirmed.
    const seen = async () => phonesOf(await phones.people());
    const fine = async () => judgeNow(ledger, await seen()).length === 0;
    await until(fine, { what: 'phones and rows to agree', timeoutMs: 5_000 }).catch(ignoreLateness);
    const shown = await seen();
    result.complaints.push(...judgeNow(ledger, shown));
    return shown;
  };
  result.kills[means] += 1;
  if (means === 'worker') return program.killAndLook(look);
  return (await program.cut(look)) ?? new Map();
}

const countSeen = (phones: Phones, plan: PlannedCampaign) =>
  plan.rows.filter(({ number }) =>
    phones.get(number)?.some(({ text, image }) => (text ?? image?.caption ?? '').startsWith(plan.marker)),
  ).length;

interface End {
  readonly id: number;
  readonly before: ReadonlySet<string>;
  readonly lines: number;
  readonly sent: readonly Buffer[];
}

async function judgeEnd({ stage, operator, plan, said, result }: Round, { id, before, lines, sent }: End) {
  // What a phone could not open at first it has asked for again.
  const wanted = plan.rows.filter(({ number, registered }) => registered && !said.has(number));
  const isThere = async () => {
    const seen = phonesOf(await stage.phones.people());
    const { undecryptable } = await stage.phones.journal();
    return undecryptable === 0 && wanted.every(({ number }) => seesAll(seen.get(number), plan));
  };
  await until(isThere, { what: 'phones to be done', timeoutMs: 30_000 }).catch(ignoreLateness);
  const people = await stage.phones.people();
  const phones = phonesOf(people);
  const own = people.map(({ messages, ...person }) => ({
    ...person,
    messages: messages.filter((one) => belongs(one, plan, messages)),
  }));
  const pictures = sent.length > 0 ? await findOnPhones(stage, sent, own) : [];
  const ledger = await stage.program.frozen(() => readLedger(stage.dataRoot));
  result.complaints.push(...judgeNow(ledger, phones));
  const verdict = judgeCampaign({ plan, id, ledger, phones, pictures, said, before });
  result.complaints.push(...verdict.complaints);
  for (const name of ['shown', 'shownTwice', 'wrongOrder', 'afterBaja'] as const) {
    result[name] += verdict[name];
    if (name !== 'shown' && verdict[name] > 0) result.complaints.push(`${name}: ${verdict[name]}`);
  }
  result.people += plan.rows.length;
  const report = await fetchReport(operator, id);
  const sum = report.accepted + report.failed + report.skipped;
  if (report.rows !== lines || sum !== lines || report.open > 0)
    result.complaints.push(`campaign ${id}: a file of ${lines} rows, a report ${JSON.stringify(report)}`);
}

const seesAll = (messages: readonly ShownMessage[] = [], plan: PlannedCampaign) =>
  messages.filter((one) => belongs(one, plan, messages)).length >= PARTS[plan.kind];

/** Everybody who said BAJA is on the list, has one confirmation, and nobody else is. */
async function judgeOptOuts(stage: Stage, said: ReadonlyMap<string, number>, result: TortureResult) {
  const listed = async () =>
    (await stage.program.frozen(() => readLedger(stage.dataRoot))).optOuts.flatMap(
      ({ phone }) => phone ?? [],
    );
  await until(async () => (await listed()).length >= said.size, {
    what: 'all BAJAs to be read',
    timeoutMs: 60_000,
    everyMs: 500,
  }).catch(ignoreLateness);
  const numbers = new Set((await listed()).map((phone) => `+${phone}`));
  result.optOuts = numbers.size;
  for (const number of said.keys())
    if (!numbers.has(number)) result.complaints.push(`${masked(number)} said BAJA and is not on the list`);
  for (const number of numbers)
    if (!said.has(number)) result.complaints.push(`${masked(number)} is on the list and never said BAJA`);
  const confirmations = async () => {
    const phones = phonesOf(await stage.phones.people());
    return [...said.keys()].map((number) => ({
      number,
      count: phones.get(number)?.filter(({ text }) => text?.includes('ALTA')).length ?? 0,
    }));
  };
  await until(async () => (await confirmations()).every(({ count }) => count >= 1), {
    what: 'a confirmation for each BAJA',
    timeoutMs: 60_000,
    everyMs: 500,
  }).catch(ignoreLateness);
  for (const { number, count } of await confirmations())
    if (count !== 1) result.complaints.push(`${masked(number)} got ${count} confirmations`);
}

/** What is missing then is told by the judge. */
function ignoreLateness(error: unknown): void {
  if (!(error instanceof NotInTime)) throw error;
}

function nothing(): TortureResult {
  return {
    kills: { worker: 0, all: 0, power: 0 },
    early: 0,
    campaigns: { text: 0, picture: 0, album: 0 },
    people: 0,
    shown: 0,
    shownTwice: 0,
    wrongOrder: 0,
    undecryptable: 0,
    optOuts: 0,
    afterBaja: 0,
    repeatedIds: 0,
    complaints: [],
  };
}
