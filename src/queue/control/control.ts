/**
 * The only writer of campaign states. Whatever a person does to a campaign, in the chat or elsewhere, and
 * whatever the engine finds out about it, goes through here, by compare-and-set: done twice it happens once.
 */
import type { Logger } from 'pino';
import type { Campaign } from '../campaign.ts';
import type { Disk, Lack } from '../disk.ts';
import type { DraftDeps } from '../draft.ts';
import type { QueueEvent } from '../events.ts';
import { createGaps, type Gap } from '../gaps.ts';
import type { badRows, gapCsv, ListProblem } from '../import/import.ts';
import type { PhoneNumber } from '../import/phone.ts';
import type { Inspection } from '../import/table.ts';
import { createLeavingOut } from '../leaving-out.ts';
import { createLengths, type TooLong } from '../lengths.ts';
import type { Pace } from '../ports.ts';
import type { Ffmpeg } from '../preparing/ffmpeg.ts';
import type { Limits } from '../preparing/prepare.ts';
import type { Plan } from '../sending/plan.ts';
import { type Again, createAgain } from './again.ts';
import { createDrafts, createOwnDraft, type Drafts } from './drafts.ts';
import { createLife, type Life } from './life.ts';
import { createFields, createMessage, type Fields, type Message } from './message.ts';
import { createMoves } from './moves.ts';
import { createSpeed, type Speed } from './speed.ts';
import { createStart, type Start } from './start.ts';
import { createWhen, type When } from './when.ts';

/** Who does it: an operator, by Telegram id. */
export interface Actor {
  readonly id: number;
  readonly name: string;
}

/** A file as received, already on disk below the uploads folder. */
export interface ListFile {
  readonly path: string;
  /** As the operator named it. */
  readonly name: string;
  /** A growing list of numbers sent in messages (`import/pasted.ts`), and how many the last ones brought. */
  readonly pasted?: { readonly added: number };
}

export type ListResult =
  | { ok: true; draft: Campaign; inspection: Inspection }
  /** `inspection` tells the columns where they could be read. The draft keeps the file, so that another column or country can be tried. */
  | { ok: false; problem: ListProblem; inspection: Inspection | null };

/** One real row of the list, as its person would get it. */
export interface Sample {
  readonly phone: PhoneNumber;
  /** As the list calls the person; null when it doesn't. */
  readonly name: string | null;
  readonly line: number;
  readonly text: string;
  /** The row has no value for some field that the text uses: something else stands there. */
  readonly incomplete: boolean;
}

export type { Plan };

/** All that the preview needs. */
export interface Preview {
  readonly draft: Campaign;
  readonly people: number;
  readonly samples: readonly Sample[];
  /** Fields of the text that the list doesn't have, with the nearest that it has. */
  readonly unknown: readonly { field: string; suggestion: string | null }[];
  /** Fields that are empty for somebody and say nothing then: sending waits for an answer. */
  readonly gaps: readonly Gap[];
  /** Texts that phones would cut: sending waits until they are shorter. */
  readonly tooLong: TooLong | null;
  readonly pace: Pace;
  /** How it would go if it were sent now, or at its time. */
  readonly plan: Plan;
  /** Somebody has confirmed this very list before. */
  readonly consentKnown: boolean;
}

export type StartRefusal =
  /** Not a draft any more; `campaign` tells what became of it. */
  | { why: 'started'; campaign: Campaign }
  | { why: 'no-list' | 'no-content' | 'unknown-fields' | 'empty-fields' | 'too-long' | 'nobody' | 'consent' }
  /** The time that was chosen has passed meanwhile. */
  | { why: 'past' }
  /** The server's disk has no room for it. */
  | { why: 'disk'; lack: Lack };

export type Started = { ok: true; campaign: Campaign } | ({ ok: false } & StartRefusal);

/** What became of something that was sent for the message; `draft` is null when there is none any more. */
export type Told<Problem> = { ok: true; draft: Campaign | null } | { ok: false; problem: Problem };

/** What a change did; `changed` is false when it was so already. */
export interface Changed {
  readonly campaign: Campaign | null;
  readonly changed: boolean;
}

/** Titles of line, number and reason, the reasons' words, and what cuts the columns. */
export type BadRowWords = Parameters<typeof badRows>[2];

/** Titles of line and number, and what cuts the columns. */
export type GapWords = Parameters<typeof gapCsv>[1];

/** By subject, so that none of its parts has more verbs than a person remembers. */
export interface Control extends Drafts, Message, Fields, Speed, Start, Life, When, Again {}

export interface ControlDeps extends DraftDeps {
  readonly mediaDir: string;
  readonly limits: Limits;
  readonly ffmpeg: Ffmpeg;
  readonly disk: Pick<Disk, 'lacks'>;
  /** Files may have lost their last need. */
  readonly freed: () => void;
  readonly emit: (event: QueueEvent) => void;
  /** The sender should look now. */
  readonly poke: () => void;
  readonly log: Logger;
}

/** Fills the port over the stores of one account. */
export function createControl(deps: ControlDeps): Control {
  const lengths = createLengths(deps);
  const gaps = createGaps(deps);
  const checks = { gaps, lengths, leavingOut: createLeavingOut({ ...deps, lengths }) };
  const own = createOwnDraft(deps);
  const moves = createMoves(deps);
  return {
    ...createDrafts(deps, own, checks),
    ...createMessage(deps, own),
    ...createFields(deps, own, checks),
    ...createSpeed(deps, own, moves),
    ...createStart(deps, moves, checks),
    ...createLife(deps, moves),
    ...createWhen(deps, own, moves),
    ...createAgain(deps, own, moves),
  };
}
