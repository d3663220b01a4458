/** A panel's ticket: who opened it, until when. Signed, so that nothing is kept and a restart ends nobody's panel. */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../secret.ts';

/** An hour's work; then the panel is opened anew. */
const LASTS = 60 * 60_000;

const seal = (what: string, token: string) =>
  createHmac('sha256', token).update(`panel:${what}`).digest('base64url');

/** For this member, for an hour; `token` (the bot's) signs it. */
export function issueTicket(member: number, token: string, now: number): string {
  const what = `${member}.${now + LASTS}`;
  return `${what}.${seal(what, token)}`;
}

/** The member's id; null when it is none of ours, or over. What the member may do is asked elsewhere, each time. */
export function readTicket(ticket: string, token: string, now: number): number | null {
  const match = /^(\d{1,16})\.(\d{1,16})\.([\w-]+)$/.exec(ticket);
  if (!match) return null;
  const [, member = '', until = '', mac = ''] = match;
  if (!sameSecret(mac, seal(`${member}.${until}`, token))) return null;
  return Number(until) > now ? Number(member) : null;
}
