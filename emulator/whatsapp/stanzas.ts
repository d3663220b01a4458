import { createHash } from 'node:crypto';
import { type BinaryNode, QueryIds } from '@whiskeysockets/baileys';
import { type Account, type LinkedDevice, takeBundle } from './account.ts';
import { type Directory, digitsOf } from './directory.ts';
import type { FaultState } from './faults.ts';
import type { MediaHost } from './media.ts';
import { bytesOf, child, children, node, parseJid, uintOf } from './nodes.ts';
import type { Phones } from './phones.ts';
import { type Bundle, bundleNodes, readPreKey } from './signal.ts';
import { answerUsync } from './usync.ts';

export interface StanzaDeps {
  account: Account;
  directory: Directory;
  faults: FaultState;
  media: MediaHost;
  phones: Phones;
  /** The client is ready for stanzas (`passive active`). */
  onActive(device: LinkedDevice): void;
  /** A one-time key of this client was handed out. */
  onKeyTaken(device: LinkedDevice): void;
  /** The client unlinks itself. */
  onRemove(device: LinkedDevice): void;
}

/** The answer to an iq of a linked client; `undefined` when it gets none. */
export function answerIq(device: LinkedDevice, iq: BinaryNode, deps: StanzaDeps): BinaryNode | undefined {
  const { type, xmlns, id } = iq.attrs;
  if (type === 'result' || type === 'error') return undefined;
  const result = (content?: BinaryNode[]) =>
    node('iq', { from: '@s.whatsapp.net', type: 'result', id }, content);
  if (deps.faults.now.silent) return xmlns === 'w:p' ? result() : undefined;
  switch (xmlns) {
    case 'encrypt':
      return answerEncrypt(device, iq, deps, result);
    case 'usync': {
      if (deps.faults.take('usyncTimeout')) return undefined;
      const failure = deps.faults.takeTimes(deps.faults.now.usyncError);
      return failure ? errorOf(iq, failure.code) : answerUsync(iq, deps);
    }
    case 'passive':
      if (child(iq, 'active')) queueMicrotask(() => deps.onActive(device));
      return result();
    case 'abt':
      return result([node('props', { protocol: '1', hash: 'emulator', refresh: '86400' }, [])]);
    case 'blocklist':
      return result([node('list', { matched: 'true' })]);
    case 'privacy':
      return result([node(child(iq, 'tokens') ? 'tokens' : 'privacy', {}, [])]);
    case 'w:mex':
      return answerMex(iq, deps, result);
    case 'w:m':
      return result([
        node(
          'media_conn',
          { auth: deps.media.auth, ttl: '300', auth_ttl: '3600', max_buckets: '12' },
          deps.media.hosts.map((hostname) => node('host', { hostname, maxContentLengthBytes: '104857600' })),
        ),
      ]);
    case 'md':
      if (child(iq, 'remove-companion-device')) queueMicrotask(() => deps.onRemove(device));
      return result();
    case 'w:sync:app:state':
      return result([node('sync', {}, collections(iq))]);
    default:
      // Pings, dirty bits, statistics and whatever else only wants to be heard.
      return result();
  }
}

function errorOf(iq: BinaryNode, code: string): BinaryNode {
  const text = code === '429' ? 'rate-overlimit' : 'error';
  return node('iq', { from: '@s.whatsapp.net', type: 'error', id: iq.attrs.id }, [
    node('error', { code, text }),
  ]);
}

/** Nothing has changed in any collection: each stays at the version that the client has. */
function collections(iq: BinaryNode): BinaryNode[] {
  return children(child(iq, 'sync'), 'collection').map(({ attrs }) =>
    node('collection', { name: attrs.name, version: attrs.version ?? '0', has_more_patches: 'false' }, []),
  );
}

function answerMex(
  iq: BinaryNode,
  { faults }: StanzaDeps,
  result: (content?: BinaryNode[]) => BinaryNode,
): BinaryNode {
  const query = child(iq, 'query')?.attrs.query_id;
  const answer = (data: unknown) => result([node('result', {}, Buffer.from(JSON.stringify({ data })))]);
  switch (query) {
    case QueryIds.REACHOUT_TIMELOCK:
      return answer({ xwa2_fetch_account_reachout_timelock: timelockPayload(faults) });
    case QueryIds.MESSAGE_CAPPING_INFO:
      return answer({ xwa2_message_capping_info: faults.now.newChatCap });
    default:
      return answer({});
  }
}

export function timelockPayload({ now }: FaultState) {
  const { isActive, until, type } = now.reachoutTimelock;
  return {
    is_active: isActive,
    time_enforcement_ends: until === undefined ? (isActive ? undefined : '0') : `${until}`,
    enforcement_type: type ?? 'DEFAULT',
  };
}

function answerEncrypt(
  device: LinkedDevice,
  iq: BinaryNode,
  deps: StanzaDeps,
  result: (content?: BinaryNode[]) => BinaryNode,
): BinaryNode {
  if (child(iq, 'count')) return result([node('count', { value: `${device.preKeys.size}` })]);
  if (child(iq, 'digest')) {
    const hash = createHash('sha1').update(device.identityKey).digest();
    return result([node('digest', {}, [node('hash', {}, hash)])]);
  }
  const wanted = child(iq, 'key');
  if (wanted) {
    const users = children(wanted, 'user').map(({ attrs }) => {
      const bundle = bundleOf(attrs.jid, deps);
      const error = node('error', { code: '404', text: 'item-not-found' });
      return node('user', { jid: attrs.jid, t: '0' }, bundle ? bundleNodes(bundle) : [error]);
    });
    return result([node('list', {}, users)]);
  }
  storeKeys(device, iq);
  return result();
}

function bundleOf(jid: string | undefined, deps: StanzaDeps): Bundle | undefined {
  const person = deps.directory.byJid(jid);
  const number = parseJid(jid)?.device ?? 0;
  const { bundleMissing } = deps.faults.now;
  if (!person?.rule.registered) return undefined;
  if (bundleMissing && digitsOf(bundleMissing) === person.number) return undefined;
  if (!person.isOwner || number === 0) return deps.phones.of(person).bundle(number);
  const linked = deps.account.devices.get(number);
  if (!linked) return undefined;
  const bundle = takeBundle(linked);
  deps.onKeyTaken(linked);
  return bundle;
}

/** Uploads (`encrypt set` with list and skey) and rotations (`rotate` with skey) of a client's keys. */
function storeKeys(device: LinkedDevice, iq: BinaryNode): void {
  for (const key of children(child(iq, 'list'), 'key')) {
    const preKey = readPreKey(key);
    if (preKey) device.preKeys.set(preKey.keyId, preKey.publicKey);
  }
  const skey = child(iq, 'skey') ?? child(child(iq, 'rotate'), 'skey');
  const publicKey = bytesOf(child(skey, 'value'));
  const signature = bytesOf(child(skey, 'signature'));
  const keyId = uintOf(child(skey, 'id'));
  if (publicKey && signature && keyId !== undefined) device.signedPreKey = { keyId, publicKey, signature };
  device.lowKeysTold = false;
}
