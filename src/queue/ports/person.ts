/** Who people are, and what they write. */
import type { PhoneNumber } from '../import/phone.ts';

/** A person = number ∪ LID; at least one of both is known. A LID is never printed as a number. */
export interface PersonKey {
  readonly phone: PhoneNumber | null;
  /** Digits of the LID, without server. */
  readonly lid: string | null;
}

/** A short name of a person for buttons: `ref8F3K2A`. Numbers never stand in a button. */
export type PersonRef = string & { readonly brand: 'PersonRef' };

export interface Person extends PersonKey {
  readonly ref: PersonRef;
}

/** What a message of somebody's is when it isn't only text, as far as people tell them apart. */
export const REPLY_KINDS = [
  'text',
  'image',
  'video',
  'voice',
  'audio',
  'document',
  'location',
  'contact',
  'sticker',
  'poll',
  'other',
] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** A message that somebody wrote to the account, from the inbox. */
export interface IncomingMessage {
  /** Key in the inbox; handling the same one again changes nothing. */
  readonly key: string;
  /** WhatsApp's own message id. */
  readonly id: string;
  readonly at: number;
  readonly person: PersonKey;
  readonly pushName: string | null;
  /** The text or caption; `null` for other kinds. */
  readonly text: string | null;
  readonly kind: ReplyKind;
}
