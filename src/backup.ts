/** `npm run backup` and `npm run restore`: parts → what is done → a sentence and an exit status. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readableSettings, type Settings } from './settings.ts';
import { AlreadyRunning, lockAccount } from './store/lock.ts';
import { DatabaseDamaged, DatabaseTooNew } from './store/open.ts';
import { describeSnapshot, hasStore, settleSnapshot, snapshotBytes, takeSnapshot } from './store/snapshot.ts';
import { createTexts, createVoice, type Values, type Voice } from './texts/texts.ts';
import { ArchiveBroken } from './upkeep/archive.ts';
import { BackupRefused, writeBackup } from './upkeep/backup.ts';
import { codeOf } from './upkeep/folders.ts';
import { openInstallation } from './upkeep/installation.ts';
import { askHidden } from './upkeep/passphrase.ts';
import { RestoreRefused, readBackup } from './upkeep/restore.ts';
import { SealBroken } from './upkeep/sealed.ts';
import { openTerminal } from './upkeep/terminal.ts';
import { closeSessions } from './whatsapp/session-record.ts';

/** What a person is told instead of an error. */
class Told extends Error {
  override name = 'Told';
}

const SHORTEST = 8;

/** `FILE [--move]`: seals a copy of everything into a file. Returns the exit status. */
export const backup = (args: readonly string[]): Promise<number> =>
  told(async (settings, voice, say) => {
    const { file, flag: move } = argumentsOf(args, '--move', voice.t('backup-usage'));
    const { folders } = settings;
    using stack = new DisposableStack();
    if (move) stack.defer(lockAll(settings, voice.t('backup-running')));
    const passphrase = settings.backupPassphrase ?? (await choosePassphrase(voice));
    const { bytes, files } = await writeBackup(file, passphrase, {
      folders,
      snapshot: (into) => takeSnapshot(folders, into),
      snapshotBytes: () => (hasStore(folders) ? snapshotBytes(folders) : null),
      version: versionOf(),
      now: Date.now,
    });
    say('backup-done', { file, size: voice.bytes(bytes), files: voice.many('files', files) });
    if (!move) return;
    openInstallation(folders.data).leave();
    say('backup-moved');
  });

/** `FILE [--replace]`: puts such a copy into the folders of the settings. Returns the exit status. */
export const restore = (args: readonly string[]): Promise<number> =>
  told(async (settings, voice, say) => {
    const { file, flag: replace } = argumentsOf(args, '--replace', voice.t('restore-usage'));
    const { folders } = settings;
    using stack = new DisposableStack();
    stack.defer(lockAll(settings, voice.t('restore-running')));
    const passphrase = settings.backupPassphrase ?? (await askPassphrase(voice, 'restore-ask'));
    const now = Date.now();
    const { at, files, aside } = await readBackup(file, passphrase, {
      folders,
      replace,
      settle: (staged) =>
        settleSnapshot(staged, {
          uploads: folders.uploads,
          closed: (session) => closeSessions(session, now),
        }),
      now: () => now,
    });
    openInstallation(folders.data).adopt();
    const { phone, open } = describeSnapshot(folders);
    say('restore-done', {
      at: voice.time(at, now),
      files: voice.many('files', files),
      phone: phone === null ? '–' : `•••${phone.slice(-3)}`,
      open: voice.number(open),
    });
    for (const folder of aside) say('restore-aside', { folder });
  });

async function told(
  work: (settings: Settings, voice: Voice, say: (key: string, values?: Values) => void) => Promise<void>,
): Promise<number> {
  const { settings } = readableSettings();
  const { language, country, zone } = settings.preferences;
  const voice = createVoice(createTexts(), language, { country, zone });
  const print = openTerminal();
  try {
    await work(settings, voice, (key, values) => print(voice.t(key, values)));
    return 0;
  } catch (error) {
    process.stderr.write(`${sentenceOf(error, voice)}\n`);
    return 1;
  }
}

function sentenceOf(error: unknown, voice: Voice): string {
  if (error instanceof Told) return error.message;
  if (error instanceof BackupRefused) return voice.t(`backup-refused-${error.problem}`);
  if (error instanceof RestoreRefused) return voice.t('restore-not-empty', { folder: error.folder });
  if (error instanceof SealBroken) return voice.t(`restore-seal-${error.trouble}`);
  if (error instanceof ArchiveBroken) return voice.t('restore-seal-damaged');
  if (error instanceof DatabaseTooNew) return voice.t('restore-seal-newer');
  if (error instanceof DatabaseDamaged) return voice.t('backup-damaged');
  return voice.t('backup-failed', { code: codeOf(error) });
}

function argumentsOf(args: readonly string[], flag: string, usage: string) {
  const [file, ...more] = args.filter((arg) => arg !== flag);
  if (!file || more.length > 0 || file.startsWith('-')) throw new Told(usage);
  return { file: resolve(file), flag: args.includes(flag) };
}

/** Nobody may start the program meanwhile. Returns how to let go. */
function lockAll({ folders }: Settings, running: string): () => void {
  const ids = new Set([1]);
  try {
    for (const name of readdirSync(folders.sessions)) {
      const [, id] = /^(\d+)\.(?:db|lock)$/.exec(name) ?? [];
      if (id) ids.add(Number(id));
    }
  } catch {
    // The folder comes with the lock.
  }
  try {
    const locks = [...ids].map((id) => lockAccount(folders.sessions, id));
    return () => {
      for (const lock of locks) lock.release();
    };
  } catch (error) {
    if (error instanceof AlreadyRunning) throw new Told(running, { cause: error });
    throw error;
  }
}

async function choosePassphrase(voice: Voice): Promise<string> {
  const chosen = await askPassphrase(voice, 'backup-ask', { least: SHORTEST });
  if (chosen.length < SHORTEST) throw new Told(voice.t('backup-short', { least: SHORTEST }));
  if ((await askPassphrase(voice, 'backup-ask-again')) !== chosen) throw new Told(voice.t('backup-differ'));
  return chosen;
}

async function askPassphrase(voice: Voice, question: string, values: Values = {}): Promise<string> {
  const typed = await askHidden(`${voice.t(question, values)} `);
  if (typed === null) throw new Told(voice.t('backup-no-passphrase'));
  return typed;
}

/** Of this program, as its package says. */
function versionOf(): string {
  const told: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof told === 'object' && told !== null && 'version' in told ? String(told.version) : '';
}
