/**
 * Asks the registry whether what is shipped has known holes (`npm audit` without development's packages). Grave ones
 * fail, unless `audit-allowed.json` says why they don't concern us, and until when.
 *
 *   npm run audit
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Advisory, type Allowed, advisoriesOf, allowedShape, judge } from './advisories.ts';
import { askNpm } from './npm.ts';

export interface Audit {
  /** Where `package.json` and the lock file are. */
  readonly root: string;
  readonly allowed: readonly Allowed[];
  /** ISO. */
  readonly today: string;
  say(line: string): void;
  /** Another environment for npm; its own registry, for one. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Exit status: 0 nothing grave is open, 1 something is, 2 nobody could be asked. */
export async function audit({ root, allowed, today, say, env }: Audit): Promise<0 | 1 | 2> {
  const { stdout } = await askNpm(['audit', '--omit=dev', '--json'], { cwd: root, ...(env && { env }) });
  const found = advisoriesOf(stdout);
  if (found === null) {
    say(`Not audited: ${reason(stdout)}`);
    say('Nothing is known about the packages. To ask another registry: npm run audit --registry=URL');
    return 2;
  }
  const { open, known, expired, idle } = judge(found, allowed, today);
  for (const one of known) say(`known  ${line(one)}`);
  for (const { id, why } of idle) say(`gone   ${id} is not found any more; take it off the list (${why})`);
  for (const { id, until } of expired) say(`again  ${id} was allowed until ${until}: look at it once more`);
  for (const one of open) say(`OPEN   ${line(one)}`);
  say(
    open.length === 0
      ? `Audited: nothing grave is open (${found.length} known to the registry).`
      : `${open.length} grave and open: update the package, or say in release/audit-allowed.json why it can wait.`,
  );
  return open.length === 0 ? 0 : 1;
}

/** The list beside this file; one that can't be read is a mistake of ours, and thrown. */
export function readAllowed(): Allowed[] {
  const text = readFileSync(join(import.meta.dirname, 'audit-allowed.json'), 'utf8');
  return allowedShape.parse(JSON.parse(text));
}

const line = ({ severity, package: name, title, url }: Advisory) => `${severity} ${name}: ${title} ${url}`;

const refusalShape = z.object({ message: z.string(), statusCode: z.number().optional() });

/** Why there is no report, in words: a registry without audits refuses the question, the rest is the network's. */
function reason(stdout: string): string {
  let told: unknown;
  try {
    told = JSON.parse(stdout);
  } catch {
    return 'npm said nothing that can be read.';
  }
  const refusal = refusalShape.safeParse(told);
  if (!refusal.success) return 'npm gave no reason.';
  const { message, statusCode } = refusal.data;
  return statusCode === undefined
    ? `the registry can't be reached (${message}).`
    : `this registry answers no audits (${message}).`;
}

if (import.meta.main) {
  process.exitCode = await audit({
    root: join(import.meta.dirname, '..'),
    allowed: readAllowed(),
    today: Temporal.Now.plainDateISO().toString(),
    say: (text) => void process.stdout.write(`${text}\n`),
  });
}
