/** Which addresses belong to the open internet: whatever a link says, nothing of our own network is asked. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IANA's special-purpose registry for IPv4: this network, private, shared, loopback, link-local, tests, multicast … */
const CLOSED: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Of IPv6 only what is given out at all is open; these parts of it lead back to IPv4 or nowhere. Loopback,
 * link-local, private, multicast, and addresses that wrap an IPv4 one (`::ffff:…`, `64:ff9b::…`) lie outside of it.
 */
const OPEN6 = ['2000::', 3] as const;
const CLOSED6: readonly (readonly [net: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** Is this the address of something that anybody on the internet can reach? */
export function isPublic(address: string): boolean {
  const { closed, open6 } = lists();
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  // With a zone (`fe80::1%eth0`) it is on a link of ours.
  if (!isIPv6(address) || address.includes('%')) return false;
  return open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

let made: { closed: BlockList; open6: BlockList } | null = null;

function lists() {
  if (made) return made;
  const [closed, open6] = [new BlockList(), new BlockList()];
  for (const [net, bits] of CLOSED) closed.addSubnet(net, bits, 'ipv4');
  for (const [net, bits] of CLOSED6) closed.addSubnet(net, bits, 'ipv6');
  open6.addSubnet(...OPEN6, 'ipv6');
  made = { closed, open6 };
  return made;
}
