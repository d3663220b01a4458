/** The list of a draft: a file, read as the operator chose, and read again for every other choice. */
import type { Campaign, CampaignId, ListOrigin, ListSource, Mended, RowsChoice } from './campaign.ts';
import type { Actor, ListFile, ListResult } from './control/control.ts';
import type { DraftDeps } from './draft.ts';
import { type ImportInput, importList } from './import/import.ts';
import { NO_ROWS } from './import/tally.ts';

/** Without `file` the draft's own one is read again, with what is chosen otherwise now. */
export interface ListInput {
  readonly file?: ListFile;
  readonly column?: number;
  readonly country?: string;
  readonly rows?: RowsChoice;
  /** Of a workbook, by its name. */
  readonly sheet?: string;
  /** Rows that a spreadsheet hides count like the others. */
  readonly withHidden?: boolean;
  /** Numbers put right, beside those that were before. */
  readonly mended?: Mended;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
}

/** The reason of an abort after which the draft is to have the list that it had. */
export class ReadingStopped extends Error {
  override name = 'ReadingStopped';
}

type ListDeps = Pick<
  DraftDeps,
  'account' | 'campaigns' | 'recipients' | 'people' | 'join' | 'dice' | 'defaults' | 'removeFile'
>;

/** Throws the signal's reason. */
export async function readList(
  deps: ListDeps,
  drafts: { own(id: number): Promise<Campaign | null>; newDraft(actor: Actor): Promise<Campaign> },
  actor: Actor,
  input: ListInput,
  options: ReadingOptions = {},
): Promise<ListResult> {
  const draft = (await drafts.own(actor.id)) ?? (await drafts.newDraft(actor));
  const before = draft.list;
  const file = input.file ?? (before && fileOf(before));
  if (!file) return { ok: false, problem: { is: 'empty' }, inspection: null };
  // A list that has grown is the same one still.
  const same = before && before.path === file.path ? before : null;
  const reading = chosen(deps, draft.id, file, same, input);
  try {
    const result = await readInto(deps, draft, reading, file, options);
    if (before && before.path !== file.path) await deps.removeFile(before.path);
    return result;
  } catch (error) {
    if (options.signal?.reason instanceof ReadingStopped) await restore(deps, draft, file);
    throw error;
  }
}

/** What was chosen before for the same file holds until something else is. */
function chosen(
  deps: ListDeps,
  campaignId: CampaignId,
  file: ListFile,
  same: ListSource | null,
  input: ListInput,
): ImportInput {
  const country = input.country ?? same?.country ?? deps.defaults().country;
  const rows = input.rows ?? same?.rows;
  const sheet = input.sheet ?? (same?.origin?.is === 'sheet' ? same.origin.sheet : undefined);
  // Another sheet has columns and lines of its own.
  const known = input.sheet === undefined ? same : null;
  const found = known && known.column >= 0 ? known.column : undefined;
  const column = input.column ?? (file.pasted ? 0 : found);
  const withHidden = input.withHidden ?? same?.withHidden;
  const mended = { ...known?.mended, ...input.mended };
  return {
    ...{ campaignId, accountId: deps.account, path: file.path, name: file.name, country },
    ...(column === undefined ? {} : { column }),
    ...(rows ? { rows } : {}),
    ...(sheet === undefined ? {} : { sheet }),
    ...(withHidden ? { withHidden } : {}),
    ...(Object.keys(mended).length > 0 ? { mended } : {}),
    ...(file.pasted ? { pasted: file.pasted } : {}),
  };
}

/** Until the new list is whole the draft has a file and nobody to write to, whatever ends the reading. */
async function readInto(
  deps: ListDeps,
  draft: Campaign,
  reading: ImportInput,
  file: ListFile,
  options: ReadingOptions,
): Promise<ListResult> {
  await deps.campaigns.step(draft.id, ['draft'], { list: unusable(reading, file) });
  await deps.recipients.clear(draft.id);
  const result = await importList(reading, deps, options);
  const list = result.ok ? result.list : unusable(reading, file);
  const name = isNamed(draft) ? draft.name : nameOf(file);
  const saved = await deps.campaigns.step(draft.id, ['draft'], { list, name });
  if (!result.ok) return { ok: false, problem: result.problem, inspection: result.inspection };
  return { ok: true, draft: saved ?? draft, inspection: result.inspection };
}

/** The draft as it was before a reading was stopped; the file that came is nobody's any more. */
async function restore(deps: ListDeps, draft: Campaign, came: ListFile): Promise<void> {
  const { id, list, name } = draft;
  await deps.recipients.clear(id);
  const again = list && (await importList(chosen(deps, id, fileOf(list), list, {}), deps));
  const leftOut = list?.leftOut ? { leftOut: list.leftOut } : {};
  await deps.campaigns.step(id, ['draft'], { list: again?.ok ? { ...again.list, ...leftOut } : list, name });
  if (list?.path !== came.path) await deps.removeFile(came.path);
}

/** A list that couldn't be used yet keeps its file and all choices, so that other ones can be tried. */
function unusable({ path, name, country, ...how }: ImportInput, file: ListFile): ListSource {
  const { column = -1, rows, withHidden, mended, sheet } = how;
  const origin: ListOrigin | null = file.pasted
    ? { is: 'pasted', ...file.pasted }
    : sheet === undefined
      ? null
      : { is: 'sheet', sheet, others: 0 };
  return {
    ...{ path, name, country, column, columnName: '', fields: [], summary: NO_ROWS },
    ...(rows ? { rows } : {}),
    ...(withHidden ? { withHidden } : {}),
    ...(mended ? { mended } : {}),
    ...(origin ? { origin } : {}),
  };
}

function fileOf({ path, name, origin }: ListSource): ListFile {
  return origin?.is === 'pasted' ? { path, name, pasted: { added: origin.added } } : { path, name };
}

/** By a person: until then a draft is called as its file is. */
const isNamed = ({ name, list }: Campaign) => list !== null && name !== nameOf(fileOf(list));

const nameOf = (file: ListFile) => file.name.replace(/\.[a-z]{2,4}$/i, '');
