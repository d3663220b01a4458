import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Account } from './account.ts';
import { type Directory, digitsOf, lidJidOf, type Person, pnOf } from './directory.ts';
import type { FaultState } from './faults.ts';
import { child, children, node, nowSeconds, parseJid, textOf } from './nodes.ts';

interface Asked {
  person: Person;
  /** The JID to answer under: the one that was asked, else the account's. */
  jid: string;
  /** The number as it was asked, for the answer of the contact protocol. */
  phone: string | undefined;
}

/**
 * Answers a usync query: any of contact, lid, devices (and empty answers for the rest), for people named
 * by number, by phone-number JID or by LID. A LID in the question gets no `lid` in the answer.
 */
export function answerUsync(
  iq: BinaryNode,
  deps: { directory: Directory; account: Account; faults: FaultState },
): BinaryNode {
  const usync = child(iq, 'usync');
  const protocols = children(child(usync, 'query')).map(({ tag }) => tag);
  const users = children(child(usync, 'list'), 'user').flatMap((user) => {
    const asked = whoIsAsked(user, deps.directory);
    if (!asked) return [];
    const answers = protocols.flatMap((protocol) => answerProtocol(protocol, asked, deps));
    return [node('user', { jid: asked.jid }, answers)];
  });
  const { sid, index, last, mode, context } = usync?.attrs ?? {};
  const result = node(
    'result',
    {},
    protocols.map((protocol) => node(protocol, {})),
  );
  return node('iq', { from: '@s.whatsapp.net', type: 'result', id: iq.attrs.id }, [
    node('usync', { sid, index, last, mode, context }, [result, node('list', {}, users)]),
  ]);
}

function whoIsAsked(user: BinaryNode, directory: Directory): Asked | undefined {
  const phone = textOf(child(user, 'contact'));
  if (phone) {
    const person = directory.byNumber(phone);
    const jid = person.rule.registered ? pnOf(person) : `${digitsOf(phone)}@s.whatsapp.net`;
    return { person, jid, phone };
  }
  const jid = user.attrs.jid ?? child(user, 'lid')?.attrs.jid;
  const person = directory.byJid(jid);
  const address = parseJid(jid);
  if (!person || !address) return undefined;
  return { person, jid: address.server === 'lid' ? lidJidOf(person) : pnOf(person), phone: undefined };
}

function answerProtocol(
  protocol: string,
  asked: Asked,
  deps: { account: Account; faults: FaultState },
): BinaryNode[] {
  const { person, jid, phone } = asked;
  const { registered } = person.rule;
  switch (protocol) {
    case 'contact':
      return [node('contact', { type: registered ? 'in' : 'out' }, phone ? Buffer.from(phone) : undefined)];
    case 'lid':
      return registered && !jid.endsWith('@lid') ? [node('lid', { val: lidJidOf(person) })] : [];
    case 'devices': {
      if (deps.faults.now.errorUser && digitsOf(deps.faults.now.errorUser) === person.number) {
        return [node('devices', {}, [node('error', { code: '500', text: 'internal-server-error' })])];
      }
      if (!registered) return [];
      const list = node('device-list', {}, deviceNodes(person, deps.account));
      return [node('devices', {}, [list, node('key-index-list', { ts: nowSeconds() })])];
    }
    case 'status':
    case 'disappearing_mode':
      return [node(protocol, { t: '0' })];
    default:
      return [];
  }
}

function deviceNodes(person: Person, account: Account): BinaryNode[] {
  const numbers = person.isOwner
    ? [0, ...account.devices.keys()]
    : Array.from({ length: person.rule.devices }, (_, index) => index);
  // Clients drop a companion without key-index.
  return numbers.map((id) => node('device', { id: `${id}`, 'key-index': id === 0 ? undefined : `${id}` }));
}
