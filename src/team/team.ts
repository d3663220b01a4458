/**
 * Who may use the bot. Operators are people of Telegram; `OPERATOR_IDS` are admins while they are listed, the
 * first admin otherwise claims the bot by a one-time link printed at start-up.
 */
export type Role = 'admin' | 'operator';

export interface Member {
  /** Telegram's user id; private chats have the same number. */
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly since: number;
  readonly language: string | null;
  /** Plain text: cards without a bar. */
  readonly plain: boolean;
  /** Wants people's answers forwarded. */
  readonly replies: boolean;
  /** Blocked the bot: nothing is sent until `/start`. */
  readonly blocked: boolean;
  readonly lastSeenAt: number | null;
  /** Is here only because the settings list this person; goes with that line. */
  readonly listed: boolean;
}

/** A link that lets one person in, as an operator. */
export interface Invitation {
  readonly code: string;
  readonly createdBy: number;
  readonly expiresAt: number;
}

/** How long an invitation is good, and how many may be open at a time. */
export const INVITATION_LIFE = 24 * 3_600_000;
export const MOST_INVITATIONS = 10;

/** Admins by their role or, while they are listed, by the settings. */
export const isAdmin = (listed: readonly number[], member: Pick<Member, 'id' | 'role'>): boolean =>
  member.role === 'admin' || listed.includes(member.id);

/** Who was let in by the settings alone is out once they are not listed any more. Returns how many. */
export async function dropUnlisted(
  team: Pick<TeamStore, 'members' | 'remove'>,
  listed: readonly number[],
): Promise<number> {
  const gone = (await team.members()).filter((member) => member.listed && !listed.includes(member.id));
  for (const { id } of gone) await team.remove(id);
  return gone.length;
}

export type Refusal =
  /** Listed in the settings of the server: only there can it be changed. */
  | 'listed'
  /** Somebody must be able to let others in. */
  | 'last-admin';

/** Why this person can't be removed, or lose the role of an admin; null: they can. */
export function whyNot(
  member: Pick<Member, 'id' | 'role'>,
  members: readonly Pick<Member, 'id' | 'role'>[],
  listed: readonly number[],
): Refusal | null {
  if (listed.includes(member.id)) return 'listed';
  if (!isAdmin(listed, member)) return null;
  return members.some((other) => other.id !== member.id && isAdmin(listed, other)) ? null : 'last-admin';
}

export interface AuditEntry {
  /** Grows with time. */
  readonly id: number;
  readonly at: number;
  readonly operatorId: number | null;
  readonly name: string;
  /** Stable word of `audit.ts`, for example `campaign-paused`. */
  readonly what: string;
  readonly campaignId: number | null;
  readonly detail: string | null;
}

export interface TeamStore {
  members(): Promise<Member[]>;
  member(id: number): Promise<Member | null>;
  /** Adds or renews a member. */
  put(member: Pick<Member, 'id' | 'name' | 'role' | 'since' | 'listed'>): Promise<Member>;
  change(id: number, patch: Partial<Omit<Member, 'id' | 'since'>>): Promise<Member | null>;
  /** Takes with it what this person's chat showed (returned) and the questions that were open there. */
  remove(id: number): Promise<CardPlace[]>;
  invite(invitation: Invitation): Promise<void>;
  /**
   * Uses an invitation up, once, and makes this person an operator, in one step: null, and nothing is done, when it
   * is used, revoked or too old.
   */
  accept(
    code: string,
    person: Pick<Member, 'id' | 'name' | 'language'>,
    now: number,
  ): Promise<Invitation | null>;
  /** False when it was used or gone. */
  revoke(code: string): Promise<boolean>;
  /** Those that still let somebody in, the oldest first. */
  invitations(now: number): Promise<Invitation[]>;
  note(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Newest first; with `before` only older ones than that. */
  history(filter: {
    campaignId?: number;
    before?: number;
    limit: number;
    offset?: number;
  }): Promise<AuditEntry[]>;
  /** How many deeds there are. */
  deeds(): Promise<number>;
}

/** Where an operator's card stands, and other messages that are edited later. */
export interface CardPlace {
  readonly chatId: number;
  /** `card:12` (live card of campaign 12), `qr`, `idle` … */
  readonly what: string;
  readonly messageId: number;
  readonly threadId: number | null;
  /** Hash of what was drawn last, so that an unchanged card isn't edited. */
  readonly drawn: string;
  readonly at: number;
}

/** The bot's own memory: cards, dialogues, updates seen. Survives restarts. */
export interface ChatStore {
  card(chatId: number, what: string): Promise<CardPlace | null>;
  /** All chats that show this. */
  cards(what: string): Promise<CardPlace[]>;
  keep(place: CardPlace): Promise<void>;
  drop(chatId: number, what: string): Promise<void>;
  /**
   * May this update be handled? False for one that was, and for one whose handling was cut twice: it may be what
   * ends the process. Remembers the last thousands.
   */
  begin(updateId: number, at: number): Promise<boolean>;
  /** It was handled, whatever came of it. */
  done(updateId: number): Promise<void>;
  /** Storage of open questions (grammY conversations): a JSON value per key. */
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  erase(key: string): Promise<void>;
}
