// Loaded into the program from outside: the name `tienda.test` leads to a public address, as it would on the
// internet, and a connection to that address ends at a server of the test. The program's own checks stay as they are.
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const PUBLIC = '93.184.216.34';
const { lookup } = dns;
dns.lookup = async (host, options) =>
  host === 'tienda.test' ? [{ address: PUBLIC, family: 4 }] : lookup(host, options);
syncBuiltinESMExports();

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function leadHome(...args) {
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  if (options?.host !== 'tienda.test') return connect.apply(this, args);
  let asked = null;
  options.lookup('tienda.test', { all: true }, (_, [{ address }]) => {
    asked = address;
  });
  if (asked !== PUBLIC) throw new Error('connected to an address that nobody looked at');
  options.host = '127.0.0.1';
  options.port = Number(process.env.TIENDA_PORT);
  delete options.lookup;
  return connect.apply(this, args);
};
