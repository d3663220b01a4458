/**
 * Looks at everything that the program needs, changes nothing, and says what to mend. It works while the program
 * runs, while nothing is configured yet, and on a machine that reaches nobody.
 */
import { codeOf } from '../folders.ts';
import { type InstalledDeps, lookAtBaileys, lookAtSession, lookAtStore, lookAtUploads } from './installed.ts';
import {
  lookAtDisk,
  lookAtFfmpeg,
  lookAtFolders,
  lookAtNode,
  lookAtZones,
  type MachineDeps,
} from './machine.ts';
import { lookAtNetwork, lookAtTelegram, type NetworkDeps } from './network.ts';

/** In this order they are told. */
export const CHECKS = [
  'settings',
  'program',
  'node',
  'zones',
  'folders',
  'disk',
  'network',
  'telegram',
  'clock',
  'webhook',
  'store',
  'session',
  'baileys',
  'uploads',
  'ffmpeg',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `notice`: it works, but somebody should know. */
export type Grade = 'good' | 'notice' | 'bad';

/** What was found, by the end of its sentence's key: `doctor-<check>-<says>`. */
export interface Found {
  readonly grade: Grade;
  readonly says: string;
  readonly values?: Readonly<Record<string, string | number>>;
}
export type Finding = Found & { readonly check: CheckName };

export interface DoctorDeps extends MachineDeps, NetworkDeps, InstalledDeps {
  /** What is wrong with the settings, as start-up would say it. */
  readonly problems: readonly string[];
  readonly running: boolean;
}

/** Never throws: what can't be looked at is a finding too. */
export async function examineAll(deps: DoctorDeps): Promise<readonly Finding[]> {
  const telegram = attempt(() => lookAtTelegram(deps));
  const looks: Record<CheckName, Promise<Found>> = {
    settings: attempt(async () => lookAtSettings(deps)),
    program: attempt(async () => ({ grade: 'good', says: deps.running ? 'running' : 'stopped' })),
    node: attempt(async () => lookAtNode(deps)),
    zones: attempt(async () => lookAtZones(deps)),
    folders: attempt(() => lookAtFolders(deps)),
    disk: attempt(() => lookAtDisk(deps)),
    network: attempt(() => lookAtNetwork(deps)),
    telegram: telegram.then((found) => ('token' in found ? found.token : found)),
    clock: telegram.then((found) => ('token' in found ? found.clock : found)),
    webhook: telegram.then((found) => ('token' in found ? found.webhook : found)),
    store: attempt(async () => lookAtStore(deps)),
    session: attempt(async () => lookAtSession(deps)),
    baileys: attempt(() => lookAtBaileys(deps)),
    uploads: attempt(() => lookAtUploads(deps)),
    ffmpeg: attempt(() => lookAtFfmpeg(deps)),
  };
  return Promise.all(CHECKS.map(async (check) => ({ check, ...(await looks[check]) })));
}

/** The worst of what was found. */
export function gradeOf(findings: readonly Pick<Found, 'grade'>[]): Grade {
  const grades = findings.map(({ grade }) => grade);
  return grades.includes('bad') ? 'bad' : grades.includes('notice') ? 'notice' : 'good';
}

/** The key of a finding's sentence. */
export const sentenceKey = ({ check, says }: Pick<Finding, 'check' | 'says'>): string =>
  says === FAILED ? 'doctor-failed' : `doctor-${check}-${says}`;

const FAILED = 'failed';

async function attempt<T>(look: () => Promise<T>): Promise<T | Found> {
  try {
    return await look();
  } catch (error) {
    return { grade: 'notice', says: FAILED, values: { code: codeOf(error) } };
  }
}

const lookAtSettings = ({ problems }: Pick<DoctorDeps, 'problems'>): Found =>
  problems.length === 0
    ? { grade: 'good', says: 'good' }
    : { grade: 'bad', says: 'bad', values: { problems: problems.join(' ') } };
