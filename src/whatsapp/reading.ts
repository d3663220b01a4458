/** An entry of the inbox → what a person wrote, and who. */
import { jidDecode, normalizeMessageContent, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import type { IncomingMessage, PersonKey, ReplyKind } from '../queue/ports.ts';
import type { AuthState, InboxMessage } from './auth-state.ts';
import { isOwn, isPerson, wireNumber } from './jid.ts';

/** A kind of message that no person wrote. */
const SILENT = ['protocolMessage', 'reactionMessage', 'senderKeyDistributionMessage', 'pollUpdateMessage'];

/** The wire's words for what people tell apart. */
const KINDS: Readonly<Record<string, ReplyKind>> = {
  conversation: 'text',
  extendedTextMessage: 'text',
  buttonsResponseMessage: 'text',
  templateButtonReplyMessage: 'text',
  listResponseMessage: 'text',
  imageMessage: 'image',
  videoMessage: 'video',
  ptvMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  locationMessage: 'location',
  liveLocationMessage: 'location',
  contactMessage: 'contact',
  contactsArrayMessage: 'contact',
  stickerMessage: 'sticker',
  lottieStickerMessage: 'sticker',
  pollCreationMessage: 'poll',
  pollCreationMessageV3: 'poll',
};

export interface Reader {
  /** Both names of whom a stanza's attributes tell. */
  personOf(attrs: Readonly<Record<string, string>>): Promise<PersonKey>;
  /** `null` for what no person wrote to us: own messages, groups, statuses, protocol. */
  read(entry: InboxMessage): Promise<IncomingMessage | null>;
}

export function createReader(auth: Pick<AuthState, 'creds' | 'keys'>): Reader {
  async function read(entry: InboxMessage): Promise<IncomingMessage | null> {
    const attrs = entry.attrs ?? { from: entry.sender };
    const from = attrs.from ?? '';
    if (!isPerson(from) || isOwn(from, auth.creds.me)) return null;
    const content = decode(entry.plaintext);
    const kind = content && kindOf(content);
    if (!content || !kind || SILENT.includes(kind)) return null;
    return {
      key: entry.key,
      id: attrs.id ?? entry.key,
      at: Number(attrs.t) * 1000 || entry.at,
      person: await personOf(attrs),
      pushName: attrs.notify ?? null,
      text: textOf(content),
      kind: content.audioMessage?.ptt ? 'voice' : (KINDS[kind] ?? 'other'),
    };
  }

  /** Both names of a person: those that the stanza tells, the missing one from what was learned before. */
  async function personOf(attrs: Readonly<Record<string, string>>): Promise<PersonKey> {
    const named = [
      attrs.from,
      attrs.sender_pn,
      attrs.sender_lid,
      attrs.participant_pn,
      attrs.participant_lid,
    ];
    const user = (server: string) =>
      jidDecode(named.find((jid) => jid?.endsWith(`@${server}`)))?.user ?? null;
    let [phone, lid] = [user('s.whatsapp.net'), user('lid')];
    if (phone && !lid) lid = (await auth.keys.get('lid-mapping', [phone]))[phone] ?? null;
    if (lid && !phone)
      phone = (await auth.keys.get('lid-mapping', [`${lid}_reverse`]))[`${lid}_reverse`] ?? null;
    return { phone: wireNumber(phone), lid };
  }

  return { personOf, read };
}

function decode(plaintext: Uint8Array) {
  try {
    const message = normalizeMessageContent(proto.Message.decode(unpadRandomMax16(plaintext)));
    // An edit says what the person means now.
    return normalizeMessageContent(message?.protocolMessage?.editedMessage ?? message) ?? null;
  } catch {
    return null;
  }
}

type Message = NonNullable<ReturnType<typeof decode>>;

function kindOf(content: Message): string | null {
  const plain = proto.Message.toObject(proto.Message.fromObject(content));
  return Object.keys(plain).find((key) => key !== 'messageContextInfo') ?? null;
}

function textOf(content: Message): string | null {
  return (
    content.conversation ||
    content.extendedTextMessage?.text ||
    content.imageMessage?.caption ||
    content.videoMessage?.caption ||
    content.documentMessage?.caption ||
    content.buttonsResponseMessage?.selectedDisplayText ||
    content.listResponseMessage?.title ||
    null
  );
}
