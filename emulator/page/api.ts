export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  unix_time?: number;
  date_time_format?: string;
}

export interface Button {
  text: string;
  data?: string;
  url?: string;
  copy?: string;
  webApp?: string;
  style?: string;
}

export interface Sent {
  fileId: string;
  name: string;
  size: number;
  mime: string;
}

export interface Message {
  id: number;
  from: 'bot' | 'user' | 'service';
  date: number;
  edits?: number;
  text?: string;
  caption?: string;
  entities?: Entity[];
  photo?: { fileId: string; width: number; height: number };
  document?: Sent & { kind: 'document' | 'video' | 'audio' | 'voice' };
  contact?: { phone: string; firstName: string; userId?: number };
  shared?: { users: { id: number; firstName?: string }[] };
  forwarded?: object;
  buttons?: Button[][];
  replyTo?: number;
  silent: boolean;
  protected: boolean;
  reaction?: string;
  pinnedMessage?: number;
}

export interface ReplyButton {
  text: string;
  requestContact?: true;
  requestUsers?: { id: number; most: number };
}

export interface ReplyKeyboard {
  buttons: ReplyButton[][];
  folded: boolean;
  placeholder?: string;
}

export interface Command {
  command: string;
  description: string;
}

export interface Chat {
  messages: Message[];
  pinned: number | null;
  action: { name: string; until: number } | null;
  commands: Command[];
  replyKeyboard: ReplyKeyboard | null;
  menuButton: { type?: string; text?: string; web_app?: { url: string } } | null;
}

export const emptyChat: Chat = {
  messages: [],
  pinned: null,
  action: null,
  commands: [],
  replyKeyboard: null,
  menuButton: null,
};

export interface User {
  id: number;
  firstName: string;
  language: string;
  phone: string;
  blocked: boolean;
  heard: number;
}

export interface PhoneLine {
  from: 'business' | 'me';
  id: string;
  text?: string;
  preview?: { url: string; title: string; description?: string; thumbnail?: string };
  image?: { caption: string };
  video?: { caption: string };
  voice?: { seconds?: number };
  document?: { caption: string; name?: string };
  album?: number;
  at: string;
  state?: string;
  repeats?: number;
}

export interface PhoneSummary {
  number: string;
  last?: PhoneLine;
  count: number;
  said?: string;
  twice: number;
  unreadable: number;
}

export interface Link {
  linked: boolean;
  online: boolean;
  owner: string;
  pendingQr: boolean;
}

export interface Journal {
  shown: number;
  shownTwice: number;
  missing: number;
  wrongOrder: number;
  undecryptable: number;
  repeatedIds: number;
  delivered: number;
  read: number;
  repliesSent: number;
}

/** Answers are those of `emulator/README.md`; the page and the server are of one version, always. */
export async function get<T>(path: string): Promise<T> {
  return answerOf<T>(await fetch(`/control${path}`));
}

export async function post<T>(path: string, body: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return answerOf<T>(await fetch(`/control${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf<T>(response: Response): Promise<T> {
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : '';
  throw new Error(String(error));
}

export function fileUrl(fileId: string): string {
  return `/control/telegram/files/${encodeURIComponent(fileId)}`;
}

export async function toBase64(data: Blob): Promise<string> {
  const bytes = new Uint8Array(await data.arrayBuffer());
  const chunk = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  }
  return btoa(binary);
}

/** `telegram:<user id>` or `whatsapp`; after a lost connection everything is told anew. */
export function listen(onTopic: (topic: string) => void, onLine: (open: boolean) => void): void {
  const events = new EventSource('/events');
  events.onopen = () => onLine(true);
  events.onerror = () => onLine(false);
  events.onmessage = ({ data }) => onTopic(String(data));
}
