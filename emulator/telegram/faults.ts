/** What can go wrong on Telegram's side. */
import { ApiError, conflict, TAKEN_OVER } from './refusal.ts';

export interface Faults {
  floodSeconds: number;
  floodMethods: string[];
  /** Only these chats are flooded; none = all. */
  floodChats: number[];
  outage: 'refuse' | '500' | 'hang' | null;
  outageUntil: number;
  failNext: { method: string; code: number; description: string; times: number } | null;
  conflict: boolean;
  repeatUpdates: number;
}

export const NO_FAULTS: Faults = {
  floodSeconds: 0,
  floodMethods: [],
  floodChats: [],
  outage: null,
  outageUntil: 0,
  failNext: null,
  conflict: false,
  repeatUpdates: 0,
};

/** Throws what was ordered for a call like this one. */
export function throwFault(method: string, chat: number, faults: Faults, now: number) {
  const { failNext } = faults;
  if (failNext && failNext.times > 0 && failNext.method === method) {
    failNext.times -= 1;
    throw new ApiError(failNext.code, failNext.description);
  }
  const flooded =
    faults.floodMethods.length === 0 ? /^(send|edit)/.test(method) : faults.floodMethods.includes(method);
  const here = faults.floodChats.length === 0 || faults.floodChats.includes(chat);
  const left = Math.ceil((faults.floodSeconds - now) / 1000);
  if (flooded && here && left > 0) throw new ApiError(429, `Too Many Requests: retry after ${left}`, left);
  if (faults.conflict && method === 'getUpdates') throw conflict(TAKEN_OVER);
}
