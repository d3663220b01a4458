import { type AuthenticationCreds, initAuthCreds, proto } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboxMessage } from './auth-state.ts';
import { createKeyMemory } from './key-memory.ts';
import { createReader } from './reading.ts';

const creds: AuthenticationCreds = {
  ...initAuthCreds(),
  me: { id: '595981000111:4@s.whatsapp.net', lid: '9900:4@lid' },
};

/** LIDs that are known: one number, both ways. */
const known: Record<string, string> = { '595981222333': '7700', '7700_reverse': '595981222333' };

const { keys } = createKeyMemory(
  {
    get: async (_type, ids) => new Map(ids.flatMap((id) => (known[id] ? [[id, `"${known[id]}"`]] : []))),
    commit: async () => undefined,
  },
  () => undefined,
);
const { read } = createReader({ creds, keys });

/** As it comes out of the ratchet: the protobuf and its padding. */
const padded = (message: proto.IMessage) =>
  Buffer.concat([proto.Message.encode(message).finish(), Buffer.alloc(5, 5)]);

function entry(
  message: proto.IMessage | Uint8Array,
  attrs: Record<string, string> | null = { from: '595981222333@s.whatsapp.net', id: 'A1', t: '1700000000' },
): InboxMessage {
  const plaintext = message instanceof Uint8Array ? message : padded(message);
  return { key: 'k', sender: '7700:2@lid', plaintext, at: 42, attrs, handledAt: null };
}

describe('an entry of the inbox', () => {
  it('is a message with the person by both names, whichever the stanza told', async () => {
    const person = { phone: '595981222333', lid: '7700' };
    const bye = { conversation: 'BAJA' };
    expect(await read(entry(bye))).toMatchObject({ id: 'A1', at: 1_700_000_000_000, text: 'BAJA', person });
    expect(await read(entry(bye, { from: '7700@lid' }))).toMatchObject({ person, at: 42 });
    expect(
      await read(entry(bye, { from: '8800@lid', sender_pn: '595981444555@s.whatsapp.net' })),
    ).toMatchObject({
      person: { phone: '595981444555', lid: '8800' },
    });
    expect(await read(entry(bye, { from: '8800@lid' }))).toMatchObject({
      person: { phone: null, lid: '8800' },
    });
  });

  it('whose stanza was lost is known by who encrypted it', async () => {
    expect(await read(entry({ conversation: 'BAJA' }, null))).toMatchObject({
      text: 'BAJA',
      person: { phone: '595981222333', lid: '7700' },
    });
  });

  it.each<[string, proto.IMessage, string | null, string]>([
    ['a text with a preview', { extendedTextMessage: { text: 'hola' } }, 'hola', 'text'],
    ['a picture with words', { imageMessage: { caption: 'mira' } }, 'mira', 'image'],
    ['a voice note', { audioMessage: { seconds: 3, ptt: true } }, null, 'voice'],
    ['a song', { audioMessage: { seconds: 200 } }, null, 'audio'],
    ['a place', { locationMessage: { degreesLatitude: -25.3, degreesLongitude: -57.6 } }, null, 'location'],
    ['a sticker', { stickerMessage: { mimetype: 'image/webp' } }, null, 'sticker'],
    ['a contact', { contactMessage: { displayName: 'BAJA' } }, null, 'contact'],
    ['a picture seen once', { viewOnceMessageV2: { message: { imageMessage: {} } } }, null, 'image'],
    [
      'a document with words',
      { documentWithCaptionMessage: { message: { documentMessage: { caption: 'ok' } } } },
      'ok',
      'document',
    ],
    ['what nobody knew yet', { orderMessage: { orderId: '1' } }, null, 'other'],
    ['a text that vanishes', { ephemeralMessage: { message: { conversation: 'hola' } } }, 'hola', 'text'],
    [
      'an edit',
      {
        protocolMessage: {
          type: proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
          editedMessage: { conversation: 'BAJA' },
        },
      },
      'BAJA',
      'text',
    ],
  ])('%s is read for what it says', async (_name, message, text, kind) => {
    expect(await read(entry(message))).toMatchObject({ text, kind });
  });

  it.each<[string, proto.IMessage | Uint8Array, Record<string, string>]>([
    ['our own phone wrote', { conversation: 'hola' }, { from: '595981000111@s.whatsapp.net' }],
    ['our own phone wrote, by LID', { conversation: 'hola' }, { from: '9900@lid' }],
    ['was said in a group', { conversation: 'hola' }, { from: '1203@g.us', participant: '7700@lid' }],
    ['is a status', { conversation: 'hola' }, { from: 'status@broadcast' }],
    ['only revokes', { protocolMessage: { type: 0 } }, { from: '7700@lid' }],
    ['only reacts', { reactionMessage: { text: '👍' } }, { from: '7700@lid' }],
    ['is empty', {}, { from: '7700@lid' }],
  ])('that %s is nobody’s message', async (_name, message, attrs) => {
    expect(await read(entry(message, attrs))).toBeNull();
  });

  it('of whatever bytes never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await read(entry(bytes));
      }),
    );
  });
});
