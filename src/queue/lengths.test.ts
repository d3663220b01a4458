import { describe, expect, it } from 'vitest';
import { NOW } from '../../test/builders.ts';
import type { Campaign, CampaignId } from './campaign.ts';
import { createLengths } from './lengths.ts';
import type { Recipient } from './ports.ts';

const FOOTER = 'Responde BAJA';
const people = ['Ana', 'Ñ'.repeat(50), 'José'];

let scans = 0;
const lengths = () =>
  createLengths({
    recipients: {
      longest: async (_, fields, after) =>
        after < 0
          ? { bytes: fields.map(() => Math.max(...people.map((name) => Buffer.byteLength(name)))), last: 9 }
          : { bytes: [], last: null },
      page: async (_, { after }) => {
        scans += 1;
        const rows = people.map(
          (nombre, nth) => ({ line: nth + 2, fields: { nombre } }) as unknown as Recipient,
        );
        return rows.filter(({ line }) => line > after);
      },
    },
    footer: () => FOOTER,
  });

function aDraft(
  text: string,
  patch: Partial<Campaign> = {},
  kind: 'image' | 'voice' | null = 'image',
): Campaign {
  const media = kind ? [{ kind }] : [];
  return {
    ...{ id: 1 as CampaignId, kind: 'campaign', footer: false, createdAt: NOW },
    content: { text, media },
    list: { fields: ['nombre'] },
    ...patch,
  } as unknown as Campaign;
}

describe('a person’s own text', () => {
  it('may be as long as WhatsApp shows below a picture, everything counted', async () => {
    const room = (letters: number) => `{nombre}${'x'.repeat(letters)}`;
    expect(await lengths().of(aDraft(room(974)))).toBeNull();
    expect(await lengths().of(aDraft(room(975)))).toEqual({ count: 1, longest: 1025, most: 1024 });
    expect(await lengths().of(aDraft(room(1_021)))).toEqual({ count: 2, longest: 1071, most: 1024 });
    // The invitation to opt out is a part of it.
    const withFooter = { footer: true };
    const own = FOOTER.length + 2;
    expect(await lengths().of(aDraft(room(974 - own), withFooter))).toBeNull();
    expect(await lengths().of(aDraft(room(975 - own), withFooter))).toMatchObject({ count: 1 });
    // Alone, or before a voice note, it has more room.
    expect(await lengths().of(aDraft(room(975), {}, null))).toBeNull();
    expect(await lengths().of(aDraft(room(975), {}, 'voice'))).toBeNull();
  });

  it('that is too long without any value is so for everybody; a long fallback counts', async () => {
    expect(await lengths().of(aDraft('x'.repeat(1_025)))).toMatchObject({ count: 3 });
    expect(await lengths().of(aDraft(`{otra|${'x'.repeat(190)}}${'y'.repeat(900)}`))).toMatchObject({
      count: 3,
    });
  });

  it('is looked at row by row only where the longest values would be too much, and once', async () => {
    scans = 0;
    const one = lengths();
    await one.of(aDraft('Hola {nombre}'));
    expect(scans).toBe(0);
    const long = aDraft(`{nombre}${'x'.repeat(1_020)}`);
    await one.of(long);
    const after = scans;
    await one.of(long);
    expect(scans).toBe(after);
    expect((await Array.fromAsync(one.rows(long))).map(({ line }) => line)).toEqual([3]);
  });
});
