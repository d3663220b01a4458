/** From a list and a message to something that can be sent: what a draft needs, and what is still wrong with it. */
import type { Clock, Dice } from '../clock.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type { Preview, Sample, StartRefusal } from './control/control.ts';
import type { Gaps } from './gaps.ts';
import type { ImportDeps } from './import/import.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { LeavingOut } from './leaving-out.ts';
import type { Lengths } from './lengths.ts';
import { linkOf } from './links/link.ts';
import type { FindLink } from './links/preview.ts';
import { nameIn } from './names.ts';
import type { AccountStore, CampaignStore, Pace, Recipient, RecipientStore } from './ports.ts';
import { factsOf } from './sending/account-day.ts';
import { type PacingRules, rulesFor } from './sending/pacing.ts';
import { estimate, type Plan } from './sending/plan.ts';
import { lacksValue, render, unknownFields } from './template.ts';
import type { Waiting } from './waiting.ts';

export interface DraftDeps {
  readonly account: AccountId;
  readonly campaigns: CampaignStore;
  readonly recipients: RecipientStore;
  readonly people: ImportDeps['people'];
  readonly accounts: Pick<AccountStore, 'get' | 'sentToday'>;
  readonly rules: () => PacingRules;
  readonly waiting: Waiting;
  readonly defaults: () => { footer: boolean; country: string | null };
  /** The line that invites to answer BAJA. */
  readonly footer: () => string;
  readonly join: ImportDeps['join'];
  readonly findLink: FindLink;
  readonly removeFile: (path: string | null) => Promise<void>;
  readonly clock: Clock;
  readonly dice: Dice;
}

/** What is still to be asked about a draft. */
export interface Checks {
  readonly gaps: Gaps;
  readonly lengths: Lengths;
  readonly leavingOut: LeavingOut;
}

/**
 * One person's text: fields filled in, the invitation to opt out at the end. One that has begun keeps its own, since what
 * is sent again under the same id must be the same.
 */
export function renderText(
  campaign: Pick<Campaign, 'content' | 'footer' | 'kind'> & Partial<Pick<Campaign, 'footerText'>>,
  fields: Readonly<Record<string, string>>,
  footer: string,
): string {
  const text = render(campaign.content?.text ?? '', fields);
  if (!campaign.footer || campaign.kind !== 'campaign') return text;
  const invitation = campaign.footerText ?? footer;
  return text === '' ? invitation : `${text}\n\n${invitation}`;
}

/** All that the preview shows; null when the draft is gone. */
export async function preview(
  deps: DraftDeps & Checks,
  draftId: CampaignId,
  page: number,
): Promise<Preview | null> {
  const found = await deps.campaigns.get(draftId);
  if (found?.state !== 'draft') return null;
  const draft = await withLink(deps, await deps.leavingOut.settle(found), LOOK_AT_LINK.preview);
  const people = draft.list?.summary.people ?? 0;
  const plan = await planOf(deps, draft);
  const text = draft.content?.text ?? '';
  const consent = draft.list
    ? await deps.campaigns.consentFor(deps.account, draft.list.summary.fingerprint)
    : null;
  return {
    draft,
    people,
    samples: (await sampleRows(deps, draftId, page)).map((row) => sampleOf(row, draft, deps.footer())),
    unknown: unknownFields(text, draft.list?.fields ?? []),
    gaps: await deps.gaps.of(draft),
    tooLong: await deps.lengths.of(draft),
    pace: draft.pace ?? deps.rules().pace,
    plan,
    consentKnown: consent !== null,
  };
}

/**
 * The link of a draft's text is looked at once, and not again while it stays the same, whatever was found. A draft
 * that changes meanwhile is left as it is.
 */
async function settleLink(
  deps: Pick<DraftDeps, 'campaigns' | 'findLink'>,
  draft: Campaign,
): Promise<Campaign> {
  const { content } = draft;
  if (!content?.links) return draft;
  const what = linkOf(content);
  const url = what.is === 'link' ? what.link : null;
  if (url === (content.link?.url ?? null)) return draft;
  const { link: _, ...rest } = content;
  const seen = url === null ? {} : { link: { url, found: await deps.findLink(url) } };
  const latest = await deps.campaigns.get(draft.id);
  if (JSON.stringify(latest?.content) !== JSON.stringify(content)) return latest ?? draft;
  return (await deps.campaigns.step(draft.id, ['draft'], { content: { ...rest, ...seen } })) ?? draft;
}

/** The draft with what was found at its link, or without it when that takes longer: it is then known later. */
export async function withLink(
  deps: Pick<DraftDeps, 'campaigns' | 'findLink' | 'clock'>,
  draft: Campaign,
  ms: number,
): Promise<Campaign> {
  if (!draft.content?.links) return draft;
  const over = new AbortController();
  const late = deps.clock.sleep(ms, over.signal).then(
    () => draft,
    () => draft,
  );
  try {
    return await Promise.race([settleLink(deps, draft), late]);
  } finally {
    over.abort();
  }
}

/** Who looks at a preview isn't kept waiting by somebody's slow server; who sends, a little. */
export const LOOK_AT_LINK = { preview: 700, start: 3_000 };

/** How what waits of a campaign would go if it were sent now or at its time, at its own pace or at another one. */
export async function planOf(
  deps: Pick<DraftDeps, 'account' | 'accounts' | 'recipients' | 'rules' | 'waiting' | 'clock'>,
  campaign: Campaign,
  pace: Pace | null = campaign.pace,
): Promise<Plan> {
  const now = Math.max(deps.clock.now(), campaign.dueAt ?? 0);
  const rules = rulesFor(deps.rules(), { ...campaign, pace });
  const facts = await factsOf(deps.account, deps.accounts, rules, now);
  const { queued, sending } = await deps.recipients.counts(campaign.id, now);
  const groups = await deps.waiting.groups(campaign.id, queued + sending);
  return estimate(groups, rules, { ...facts, slower: 1 }, now);
}

/** What keeps a draft from being sent; null when nothing does. */
export async function notReady(
  deps: Pick<DraftDeps, 'account' | 'campaigns'> & Checks,
  draft: Campaign,
  consent: boolean,
): Promise<Exclude<StartRefusal, { why: 'started' | 'disk' | 'past' }> | null> {
  if (!draft.list || draft.list.summary.rows === 0) return { why: 'no-list' };
  if (draft.list.summary.people === 0) return { why: 'nobody' };
  if (!draft.content) return { why: 'no-content' };
  if (unknownFields(draft.content.text, draft.list.fields).length > 0) return { why: 'unknown-fields' };
  if ((await deps.gaps.of(draft)).length > 0) return { why: 'empty-fields' };
  if (await deps.lengths.of(draft)) return { why: 'too-long' };
  if (consent || (await deps.campaigns.consentFor(deps.account, draft.list.summary.fingerprint))) return null;
  return { why: 'consent' };
}

/** Three people of the list; a page beyond the end begins again. */
async function sampleRows(deps: DraftDeps, draftId: CampaignId, page: number): Promise<Recipient[]> {
  const some = await deps.recipients.page(draftId, {
    after: -1,
    limit: SAMPLES * (SAMPLE_PAGES + 1),
    states: ['queued'],
  });
  const pages = Math.max(1, Math.ceil(some.length / SAMPLES));
  const from = (page % pages) * SAMPLES;
  return some.slice(from, from + SAMPLES);
}

function sampleOf(row: Recipient, draft: Campaign, footer: string): Sample {
  return {
    phone: row.phone ?? ('' as PhoneNumber),
    name: nameIn(row.fields),
    line: row.line,
    text: renderText(draft, row.fields, footer),
    incomplete: lacksValue(draft.content?.text ?? '', row.fields),
  };
}

const SAMPLES = 3;
const SAMPLE_PAGES = 9;
