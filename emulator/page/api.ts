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

export interface Message {
  id: number;
  from: 'bot' | 'user' | 'service';
  date: number;
  edits?: number;
  text?: string;
  caption?: string;
  entities?: Entity[];
  photo?: { fileId: string; width: number; height: number };
  document?: { fileId: string; name: string; size: number };
  contact?: { phone?: string; firstName?: string };
  buttons?: Button[][];
  replyTo?: number;
  silent: boolean;
  protected: boolean;
  pinned: boolean;
  reaction?: string;
}

export interface Chat {
  messages: Message[];
  pinned: number | null;
  action: { name: string; until: number } | null;
  commands: { command: string; description: string }[];
  replyKeyboard: { buttons: { text: string; requestContact?: true }[][] } | null;
}

export interface User {
  id: number;
  firstName: string;
}

export interface PhoneLine {
  from: 'business' | 'me';
  id: string;
  text?: string;
  image?: { caption: string };
  at: string;
  state?: string;
  repeats?: number;
}

export interface Figures {
  shown: number;
  shownTwice: number;
  wrongOrder: number;
  undecryptable: number;
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
export function listen(onTopic: (topic: string) => void, onOpen: () => void): void {
  const events = new EventSource('/events');
  events.onopen = onOpen;
  events.onmessage = ({ data }) => onTopic(String(data));
}
