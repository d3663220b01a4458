/** What can go wrong on Telegram's side, and what a bot asked for. */
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

export interface Call {
  n: number;
  at: number;
  method: string;
  chatId?: number;
  ok: boolean;
  error?: string;
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
