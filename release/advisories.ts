/** What `npm audit` has found, and what of it was looked at and is allowed for a time: facts in, a verdict out. */
import { z } from 'zod';

/** One known hole in a package that is shipped. */
export interface Advisory {
  /** `GHSA-…`, or npm's number where there is none. */
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string;
}

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;
type Severity = (typeof SEVERITIES)[number];

/** What stops a release; the rest is shown. */
const GRAVE: readonly Severity[] = ['high', 'critical'];

/** The list of those that somebody has looked at: why it does not concern us, and until when that is believed. */
export const allowedShape = z.array(
  z.strictObject({
    id: z.string().min(1),
    why: z.string().min(20),
    until: z.iso.date(),
  }),
);
export type Allowed = z.infer<typeof allowedShape>[number];

const reportShape = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          // The name of another package of this report, which has the hole.
          z.string(),
          z.object({
            source: z.number(),
            name: z.string(),
            title: z.string(),
            url: z.string(),
            severity: z.enum(SEVERITIES),
          }),
        ]),
      ),
    }),
  ),
});

/** The advisories of a report in npm's JSON, each once; null where it is no report. */
export function advisoriesOf(json: string): Advisory[] | null {
  const parsed = reportShape.safeParse(jsonOf(json));
  if (!parsed.success) return null;
  const found = new Map<string, Advisory>();
  for (const { via } of Object.values(parsed.data.vulnerabilities))
    for (const one of via) {
      if (typeof one === 'string') continue;
      const id = /GHSA(?:-[0-9a-z]{4}){3}/.exec(one.url)?.[0] ?? String(one.source);
      found.set(`${id} ${one.name}`, {
        id,
        package: one.name,
        severity: one.severity,
        title: one.title,
        url: one.url,
      });
    }
  return [...found.values()];
}

export interface Verdict {
  /** Grave, and nobody has said why it may stay. */
  readonly open: readonly Advisory[];
  /** Grave, and allowed; or not grave. */
  readonly known: readonly Advisory[];
  /** Allowed once, and the day has passed: their advisories are open again. */
  readonly expired: readonly Allowed[];
  /** Allowed, and not found any more: the line can go. */
  readonly idle: readonly Allowed[];
}

/** @param today ISO; an allowance counts through its last day. */
export function judge(found: readonly Advisory[], allowed: readonly Allowed[], today: string): Verdict {
  const isFound = ({ id }: Allowed) => found.some((one) => one.id === id);
  const valid = allowed.filter(({ until }) => until >= today);
  const isOpen = ({ id, severity }: Advisory) =>
    GRAVE.includes(severity) && !valid.some((one) => one.id === id);
  return {
    open: found.filter(isOpen),
    known: found.filter((one) => !isOpen(one)),
    expired: allowed.filter((one) => !valid.includes(one) && isFound(one)),
    idle: allowed.filter((one) => !isFound(one)),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
