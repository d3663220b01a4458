/** `npm run doctor`, and the same looks for the chat: parts → findings → words and an exit status. */
import { dirname, join } from 'node:path';
import { WEBHOOK_PATH } from './http/webhook.ts';
import { readableSettings, type Settings } from './settings.ts';
import { inspect, readCredentials, readListPaths, STORE } from './store/inspect.ts';
import { isLocked } from './store/lock.ts';
import { createTexts, createVoice } from './texts/texts.ts';
import { examineAll, type Finding, gradeOf, sentenceKey } from './upkeep/doctor/doctor.ts';
import { isCopied } from './upkeep/installation.ts';
import { openTerminal } from './upkeep/terminal.ts';
import { linkedPhone } from './whatsapp/credentials.ts';

const TELEGRAM = 'https://api.telegram.org';
const WHATSAPP = 'wss://web.whatsapp.com/ws/chat';
const FIRST_ACCOUNT = 1;

/** Prints what it finds. Returns the exit status: 1 when something must be mended. */
export async function doctor(): Promise<number> {
  const { settings, problems } = readableSettings();
  const { language, country, zone } = settings.preferences;
  const voice = createVoice(createTexts(), language, { country, zone });
  const print = openTerminal();
  const findings = await lookAround({
    settings,
    problems,
    running: isLocked(settings.folders.sessions, FIRST_ACCOUNT),
    bytes: voice.bytes,
  });
  for (const { check, grade, says, values } of findings) {
    const name = voice.t(`doctor-name-${check}`);
    print(
      `${voice.t(`doctor-${grade}`).padEnd(7)} ${name}: ${voice.t(sentenceKey({ check, says }), values)}`,
    );
  }
  const grade = gradeOf(findings);
  print(`\n${voice.t(`doctor-all-${grade}`, { count: countOf(findings, grade) })}`);
  return grade === 'bad' ? 1 : 0;
}

/** All looks, with the parts of this installation. */
export function lookAround(deps: {
  settings: Settings;
  problems: readonly string[];
  running: boolean;
  bytes: (count: number) => string;
}): Promise<readonly Finding[]> {
  const { settings } = deps;
  const { folders, telegram, whatsapp } = settings;
  const keys = join(folders.sessions, `${FIRST_ACCOUNT}.db`);
  const store = join(folders.data, STORE);
  return examineAll({
    ...deps,
    folders,
    searchPath: settings.searchPath,
    versions: process.versions,
    token: telegram.token,
    apiRoot: telegram.apiRoot ?? TELEGRAM,
    wsUrl: whatsapp.wsUrl ?? WHATSAPP,
    webhookUrl: telegram.webhook && settings.publicUrl ? settings.publicUrl + WEBHOOK_PATH : null,
    store: () => inspect(store),
    session() {
      const condition = inspect(keys);
      const credentials = condition.is === 'good' ? readCredentials(keys) : null;
      return { condition, phone: credentials === null ? null : linkedPhone(credentials) };
    },
    copied: () => isCopied(folders.data),
    lists: () => (inspect(store).is === 'good' ? readListPaths(folders.data) : null),
    root: dirname(import.meta.dirname),
    now: Date.now,
  });
}

const countOf = (findings: readonly Finding[], grade: Finding['grade']) =>
  findings.filter((one) => one.grade === grade).length;
