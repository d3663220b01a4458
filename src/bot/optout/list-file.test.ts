import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { ACCOUNT, aPhone, NOW } from '../../../test/builders.ts';
import { virtualClock } from '../../clock.ts';
import { createOptOutFiles } from '../../queue/optouts.ts';
import type { PeopleStore } from '../../queue/ports.ts';
import { createTexts, createVoice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import { sendList } from './list-file.ts';

const ZONE = 'America/Asuncion';

/** Somebody is on the list; what the file says that a chat in this country gets. */
async function fileIn(country: string): Promise<string> {
  const person = { phone: aPhone(1), lid: null };
  const optOut = { id: 1, person, at: NOW, source: 'message', word: 'fuera; ya, basta', by: null };
  const people = {
    optOuts: async (_: unknown, { before }: { before?: number }) => ({
      total: 1,
      entries: (before ?? 0) > 1 ? [optOut] : [],
    }),
  } as unknown as PeopleStore;
  const voice = createVoice(createTexts(), 'es', { country, zone: ZONE });
  let text = '';
  const kit = {
    optOuts: createOptOutFiles({ account: ACCOUNT, people, clock: virtualClock(NOW) }),
    voiceOf: async () => voice,
    place: () => ({ country, zone: ZONE }),
    outbox: {
      file: async (_: number, __: string, content: { path: string }) => {
        text = readFileSync(content.path, 'utf8');
        return 1;
      },
    },
  } as unknown as Kit;
  await sendList(kit, 1);
  return text;
}

it.each([
  ['PY', ';'],
  ['MX', ','],
])('the list of people who said no is cut as a spreadsheet in %s cuts it', async (country, delimiter) => {
  const text = await fileIn(country);
  const [, row] = parse(text, { bom: true, delimiter }) as string[][];
  expect(row).toHaveLength(4);
  expect(row?.[3]).toBe('fuera; ya, basta');
});
