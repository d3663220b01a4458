/**
 * What strangers, broken programs and bad disks may send: nothing of it ends in anything but a value or the one error
 * that is meant for it. A rejection that nobody handles fails the run. `npm run fuzz` runs each rule much longer.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededDice } from '../src/clock.ts';
import { createLogFiles } from '../src/log-files.ts';
import type { CampaignId } from '../src/queue/campaign.ts';
import { findCountry } from '../src/queue/import/country.ts';
import { importList } from '../src/queue/import/import.ts';
import { entriesOf, isSurelyList } from '../src/queue/import/pasted.ts';
import { parsePhone } from '../src/queue/import/phone.ts';
import type { NewRecipient } from '../src/queue/ports.ts';
import { createFfmpeg } from '../src/queue/preparing/ffmpeg.ts';
import { limitsOf, prepareFile } from '../src/queue/preparing/prepare.ts';
import { fieldsOf, piecesOf, render } from '../src/queue/template.ts';
import { classify } from '../src/queue/words.ts';
import { BadSettings, parseSettings, readableSettings } from '../src/settings.ts';
import { ArchiveBroken, unpack } from '../src/upkeep/archive.ts';
import { SealBroken, unseal } from '../src/upkeep/sealed.ts';
import { ACCOUNT, rowsInto } from './builders.ts';
import { damage, damaged } from './damage.ts';
import { aFilm, aHeic, anMp3, anOpus, aPdf, aProgram } from './data/media.ts';

/** Of the cheap rules; those that read files or decode pictures run a tenth of it. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SOME = Math.ceil(RUNS / 10);
const LONG = { timeout: Math.max(60_000, RUNS * 200) };

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'fuzz-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a damaged file', () => {
  const lists = join(import.meta.dirname, 'data/lists');
  const names = readdirSync(lists).filter((name) => !name.endsWith('.expected'));

  it('that should be a list is read or refused', LONG, async () => {
    const path = join(dir, 'list');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        async (name, how) => {
          writeFileSync(path, damaged(readFileSync(join(lists, name)), how));
          const rows: NewRecipient[] = [];
          const result = await importList(
            { campaignId: 1 as CampaignId, accountId: ACCOUNT, path, name, country: 'PY' },
            {
              recipients: rowsInto(rows),
              people: { refused: async () => new Set() },
              join: (values) => values.join(' y '),
              dice: seededDice(1),
            },
          );
          if (!result.ok) expect(result.problem.is).toMatch(/^[a-z-]+$/);
          for (const row of rows) expect(row.wireId).toMatch(/^3EB0[0-9A-F]{16}$/);
        },
      ),
      { numRuns: SOME * 2 },
    );
  });

  it('that should be a picture, a film, a sound or a document is prepared or refused', LONG, async () => {
    const limits = limitsOf(2_000_000);
    const ffmpeg = createFfmpeg({
      searchPath: '/nowhere',
      mostBytes: limits.audio,
      signal: new AbortController().signal,
      log: pino({ level: 'silent' }),
    });
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#0a7' } });
    const samples: [string, Uint8Array][] = [
      ['a.png', await picture.png().toBuffer()],
      ['a.jpg', await picture.jpeg().toBuffer()],
      ['a.webp', await picture.webp().toBuffer()],
      ['a.gif', await picture.gif().toBuffer()],
      ['a.mp4', aFilm({})],
      ['a.ogg', anOpus(2)],
      ['a.mp3', anMp3()],
      ['a.heic', aHeic()],
      ['a.pdf', aPdf()],
      ['a.exe', aProgram()],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(damage, { maxLength: 4 }),
        fc.constantFrom(...samples.map(([name]) => name), '', '../../x', 'a\u0000b.png', '\u202egnp.exe'),
        async ([, bytes], how, name) => {
          const prepared = await prepareFile({ name, bytes: damaged(bytes, how) }, { limits, ffmpeg });
          expect(typeof prepared.ok).toBe('boolean');
        },
      ),
      { numRuns: SOME * 3 },
    );
  });

  it('that should be a log shows the lines that are whole', LONG, async () => {
    const files = createLogFiles(dir);
    const whole = Buffer.from('{"level":30,"time":1,"event":"started","port":1}\n'.repeat(20));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 3 }), async (how) => {
        writeFileSync(join(dir, 'core.class.log'), damaged(whole, how));
        for (const { at, event } of await files.last('core', 50)) {
          expect(typeof event).toBe('string');
          expect(typeof at).toBe('number');
        }
      }),
      { numRuns: SOME },
    );
  });

  it('that should be a sealed copy is refused', LONG, async () => {
    const stream = async function* (bytes: Uint8Array) {
      yield bytes;
    };
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const opened = Array.fromAsync(unseal(stream(bytes), 'a passphrase'));
        await expect(opened).rejects.toThrow(SealBroken);
        await expect(unpack(stream(bytes), async () => undefined)).rejects.toThrow(ArchiveBroken);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('whatever is typed or tapped', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.stringMatching(/^[{}|0-9+ ,;:a-zñ\n-]{0,200}$/),
  );

  it('is taken as something', LONG, () => {
    fc.assert(
      fc.property(text, fc.dictionary(fc.string(), fc.string()), (written, fields) => {
        expect(typeof parsePhone(written, 'PY').ok).toBe('boolean');
        parsePhone(written, null);
        classify(written, [written]);
        findCountry(written);
        entriesOf(written);
        isSurelyList(written);
        piecesOf(written);
        fieldsOf(written);
        expect(typeof render(written, fields)).toBe('string');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('settings', () => {
  const names = [
    ...readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8').matchAll(/^#?([A-Z_]+)=/gm),
  ].map(([, name = '']) => name);

  it('are taken, or refused all at once in sentences that don’t repeat them', LONG, () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-z:/*. -]{0,20}$/));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (environment) => {
        try {
          parseSettings(environment);
        } catch (error) {
          if (!(error instanceof BadSettings)) throw error;
          for (const problem of error.problems) expect(problem).toMatch(/^[A-Z_]+ .+\.$/s);
        }
        const { settings } = readableSettings({
          ...environment,
          TELEGRAM_BOT_TOKEN: environment.TELEGRAM_BOT_TOKEN,
        });
        expect(settings.folders.data).not.toBe('');
      }),
      { numRuns: RUNS },
    );
  });
});
