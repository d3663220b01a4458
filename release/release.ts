/**
 * Makes a release of what stands on main: looks whether it may, runs the checks, lets the changelog's *Unreleased* become
 * the version, commits and tags. Nothing leaves this machine: the last line says what to push.
 *
 *   npm run release -- minor|patch|major|X.Y.Z [--dry-run]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { released, unreleased } from './changelog.ts';
import { askNpm, runNpm } from './npm.ts';
import { nextVersion, STEPS } from './version.ts';

export interface Release {
  /** The checkout that is released. */
  readonly root: string;
  readonly args: readonly string[];
  /** ISO, as it stands in the changelog. */
  readonly today: string;
  say(line: string): void;
}

const CHANGELOG = 'CHANGELOG.md';
const CHANGED = [CHANGELOG, 'package.json', 'package-lock.json'];

/** What is run before anything is changed; an audit that could not be made is said, and stops nothing. */
const CHECKS = [
  { script: 'check', mayEnd: [0] },
  { script: 'test', mayEnd: [0] },
  { script: 'audit', mayEnd: [0, 2] },
];

interface Plan {
  readonly version: string;
  readonly tag: string;
  /** What the changelog says of it. */
  readonly notes: string;
}

/** Exit status: 0 when it is released, or could be (`--dry-run`); 1 with a sentence when not, and nothing is changed. */
export async function release({ root, args, today, say }: Release): Promise<0 | 1> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  try {
    const plan = makePlan(root, positionals);
    say(`${plan.tag}, ${today}:\n\n${plan.notes}\n`);
    if (values['dry-run']) {
      say(
        `Would run ${CHECKS.map(({ script }) => script).join(', ')}, then commit and tag. Nothing changed.`,
      );
      return 0;
    }
    await runChecks(root, say);
    await write(root, plan, today);
    say(`Released ${plan.tag}. To publish it: git push --follow-tags`);
    return 0;
  } catch (error) {
    if (!(error instanceof NotReleased)) throw error;
    say(error.message);
    return 1;
  }
}

class NotReleased extends Error {}

function makePlan(root: string, positionals: readonly string[]): Plan {
  const [asked, ...more] = positionals;
  if (asked === undefined || more.length > 0)
    throw new NotReleased(`Say one of ${STEPS.join(', ')} or a version: npm run release -- minor`);
  const current = currentVersion(root);
  const version = nextVersion(current, asked);
  if (version === null) throw new NotReleased(`${asked} is no version after ${current}.`);
  const tag = `v${version}`;
  const branch = git(root, 'branch', '--show-current');
  if (branch !== 'main') throw new NotReleased(`Releases are made on main, not on ${branch || 'no branch'}.`);
  expectClean(root);
  if (git(root, 'tag', '--list', tag) !== '') throw new NotReleased(`The tag ${tag} is there already.`);
  const notes = unreleased(readFileSync(join(root, CHANGELOG), 'utf8'));
  if (notes === null) throw new NotReleased(`${CHANGELOG} says nothing under "Unreleased".`);
  return { version, tag, notes };
}

function currentVersion(root: string): string {
  const told: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const is = typeof told === 'object' && told !== null && 'version' in told ? told.version : undefined;
  if (typeof is !== 'string') throw new NotReleased('package.json has no version.');
  return is;
}

async function runChecks(root: string, say: Release['say']): Promise<void> {
  for (const { script, mayEnd } of CHECKS) {
    say(`== npm run ${script}`);
    const status = await runNpm(['run', script], { cwd: root });
    if (!mayEnd.includes(status)) throw new NotReleased(`npm run ${script} failed: nothing is released.`);
  }
  // What the checks have left behind would be no part of what they have seen.
  expectClean(root);
}

/** All or nothing: what fails in the middle leaves the files as they were. */
async function write(root: string, { version, tag, notes }: Plan, today: string): Promise<void> {
  try {
    const path = join(root, CHANGELOG);
    writeFileSync(path, released(readFileSync(path, 'utf8'), version, today));
    const set = await askNpm(['version', version, '--no-git-tag-version', '--ignore-scripts'], { cwd: root });
    if (set.status !== 0) throw new NotReleased(`npm version: ${set.stderr.trim()}`);
    git(root, 'commit', '--quiet', '--message', `Release ${version}`, '--', ...CHANGED);
  } catch (error) {
    git(root, 'checkout', '--quiet', 'HEAD', '--', ...CHANGED);
    throw error;
  }
  git(root, 'tag', '--annotate', '--cleanup=verbatim', '--message', `${version}\n\n${notes}\n`, tag);
}

function expectClean(root: string): void {
  const left = git(root, 'status', '--porcelain');
  if (left !== '') throw new NotReleased(`Commit or put aside what is not committed yet:\n${left}`);
}

function git(root: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new NotReleased(`git ${args[0]}: ${error?.message ?? stderr.trim()}`);
  return stdout.trim();
}

if (import.meta.main) {
  process.exitCode = await release({
    root: join(import.meta.dirname, '..'),
    args: process.argv.slice(2),
    today: Temporal.Now.plainDateISO().toString(),
    say: (line) => void process.stdout.write(`${line}\n`),
  });
}
