import { type BinaryNode, getAllBinaryNodeChildren, jidDecode, jidEncode } from '@whiskeysockets/baileys';

type Content = BinaryNode[] | string | Uint8Array;

/** Makes a stanza; attributes that are `undefined` are left out. */
export function node(
  tag: string,
  attrs: Record<string, string | undefined> = {},
  content?: Content,
): BinaryNode {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined) kept[name] = value;
  }
  return content === undefined ? { tag, attrs: kept } : { tag, attrs: kept, content };
}

export function children(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  if (!parent) return [];
  const all = getAllBinaryNodeChildren(parent);
  return tag === undefined ? all : all.filter((child) => child.tag === tag);
}

export function child(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(parent, tag)[0];
}

/** The bytes in a node, or nothing when it holds children or is empty. */
export function bytesOf(from: BinaryNode | undefined): Buffer | undefined {
  if (from?.content === undefined || Array.isArray(from.content)) return undefined;
  return Buffer.from(from.content);
}

export function textOf(from: BinaryNode | undefined): string | undefined {
  return bytesOf(from)?.toString('utf8');
}

/** Big-endian number of a node's bytes; ids of Signal keys have three of them, registrations four. */
export function uintOf(from: BinaryNode | undefined): number | undefined {
  const bytes = bytesOf(from);
  return bytes && bytes.length > 0 ? bytes.readUIntBE(0, bytes.length) : undefined;
}

export interface Address {
  user: string;
  server: string;
  device: number;
}

export function parseJid(jid: string | undefined): Address | undefined {
  const decoded = jidDecode(jid);
  return decoded && { user: decoded.user, server: decoded.server, device: decoded.device ?? 0 };
}

export function pnJid(user: string, device = 0): string {
  return jidEncode(user, 's.whatsapp.net', device === 0 ? undefined : device);
}

export function lidJid(user: string, device = 0): string {
  return jidEncode(user, 'lid', device === 0 ? undefined : device);
}

export function nowSeconds(): string {
  return Math.floor(Date.now() / 1000).toString();
}
