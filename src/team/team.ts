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
}

export interface Invitation {
  readonly code: string;
  readonly createdBy: number;
  readonly expiresAt: number;
}

export interface AuditEntry {
  readonly at: number;
  readonly operatorId: number | null;
  readonly name: string;
  /** Stable word, for example `campaign-paused`. */
  readonly what: string;
  readonly campaignId: number | null;
  readonly detail: string | null;
}

export interface TeamStore {
  members(): Promise<Member[]>;
  member(id: number): Promise<Member | null>;
  /** Adds or renews a member. */
  put(member: Pick<Member, 'id' | 'name' | 'role' | 'since'>): Promise<Member>;
  change(id: number, patch: Partial<Omit<Member, 'id' | 'since'>>): Promise<Member | null>;
  remove(id: number): Promise<void>;
  invite(invitation: Invitation): Promise<void>;
  /** Uses an invitation up, once; null when it is used, revoked or too old. */
  accept(code: string, now: number): Promise<Invitation | null>;
  revoke(code: string): Promise<void>;
  note(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  history(filter: { campaignId?: number; limit: number }): Promise<AuditEntry[]>;
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
