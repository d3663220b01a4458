import { parse } from 'csv-parse/sync';
import type { Chat, Operator, SentFile } from './driver.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Becomes the first admin, by the link that the program printed. */
export async function claim(stage: Stage, operator: Operator): Promise<void> {
  const [link] = await stage.program.waitForLine(/claim_[A-Za-z0-9]+/, 60_000);
  await operator.say(`/start ${link}`);
  await operator.waitForButton('connect:start');
}

/** Asks for a QR code and lets the owner's phone look at the picture until it is linked and online. */
export async function connect(stage: Stage, operator: Operator, timeoutMs = 60_000): Promise<void> {
  await operator.tap('connect:start');
  await until(
    async () => {
      const { linked, pendingQr } = await stage.phones.state();
      if (linked) return true;
      const picture = pendingQr && (await latestPhoto(operator));
      return picture && (await stage.phones.scan(picture));
    },
    { what: 'a QR code that can be scanned', timeoutMs },
  );
  await until(async () => (await stage.phones.state()).online, { what: 'the link', timeoutMs });
  await operator.waitForButton(/^new:(self|start)$/, { timeoutMs });
}

async function latestPhoto(operator: Operator): Promise<Buffer | undefined> {
  const { messages } = await operator.chat();
  const photo = messages.findLast((each) => each.from === 'bot' && each.photo)?.photo;
  return photo && operator.download(photo.fileId);
}

export interface Draft {
  list: SentFile;
  /** A text, a file, or an album. */
  content: string | SentFile | readonly SentFile[];
}

/** Sends list and content and goes on as far as the preview; the last act, `launch`, is left to do. */
export async function prepare(
  operator: Operator,
  { list, content }: Draft,
  timeoutMs = 60_000,
): Promise<void> {
  const sent = await operator.sendFile(list);
  const read = await operator.waitForButton('new:list:ok', { after: sent, timeoutMs });
  await operator.tap('new:list:ok', { messageId: read.message.id });
  await operator.waitForButton('new:list', { after: sent, timeoutMs });
  const told = await tell(operator, content);
  await operator.waitForButton('new:send', { after: told, timeoutMs });
}

function tell(operator: Operator, content: Draft['content']): Promise<number> {
  if (typeof content === 'string') return operator.say(content);
  return 'bytes' in content ? operator.sendFile(content) : operator.sendAlbum(content);
}

/** Confirms the preview; returns the campaign's id and the number of the last message before its card. */
export async function launch(operator: Operator): Promise<{ campaign: number; after: number }> {
  await operator.tap('new:send');
  const { message } = await operator.waitForButton('new:confirm');
  const before = new Set(campaignsIn(await operator.chat()));
  await operator.tap('new:confirm', { messageId: message.id });
  // Another's end may be told meanwhile.
  const campaign = await operator.waitFor((chat) => campaignsIn(chat).find((id) => !before.has(id)), {
    what: 'its card',
  });
  return { campaign, after: message.id };
}

/** Those that buttons of this chat name, the newest first. */
function campaignsIn({ messages }: Chat): number[] {
  const buttons = messages.toReversed().flatMap((message) => (message.buttons ?? []).flat());
  return buttons.flatMap(({ data }) => {
    const [, id] = /^campaign:(\d+):/.exec(data ?? '') ?? [];
    return id === undefined ? [] : [Number(id)];
  });
}

/** Waits until the campaign's card offers its report. */
export async function finished(operator: Operator, campaign: number, timeoutMs: number): Promise<void> {
  await operator.waitForButton(`campaign:${campaign}:report`, { timeoutMs });
}

export interface Report {
  rows: number;
  accepted: number;
  delivered: number;
  failed: number;
  skipped: number;
  /** Rows that are none of these: the campaign is not over. */
  open: number;
}

/** Asks for the report and counts it: a receipt proves that a message was accepted. */
export async function fetchReport(operator: Operator, campaign: number): Promise<Report> {
  const before = (await operator.chat()).messages.at(-1)?.id ?? 0;
  await operator.tap(`campaign:${campaign}:report`);
  // Another campaign's may come by itself meanwhile.
  const isReport = (name = '') => name.includes(`-${campaign}-`) && name.endsWith('.csv');
  const { document } = await operator.waitForMessage(
    (each) => each.from === 'bot' && isReport(each.document?.name),
    { what: 'the report', after: before, timeoutMs: 60_000 },
  );
  return countReport(await operator.download(document?.fileId ?? ''));
}

/** Columns: line, number as written, number used, state, reason, then when accepted, delivered, read. */
export function countReport(csv: Buffer): Report {
  const table: string[][] = parse(csv, { bom: true, delimiter: [';', ','], relax_column_count: true });
  const report: Report = { rows: 0, accepted: 0, delivered: 0, failed: 0, skipped: 0, open: 0 };
  for (const [, , , state = '', , accepted, delivered, read] of table.slice(1)) {
    report.rows += 1;
    const got = Boolean(delivered || read);
    if (got) report.delivered += 1;
    if (got || accepted) report.accepted += 1;
    else if (/^(fall|fail|falh)/i.test(state)) report.failed += 1;
    else if (/^(omit|skip|ignor)/i.test(state)) report.skipped += 1;
    else report.open += 1;
  }
  return report;
}
