import { BlockList, isIP } from 'node:net';

/** True for an address that only a mistake or an attack can lead to: private, link-local, metadata … */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || FORBIDDEN.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** True for the names of this machine; a local realm's inbox is there. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

// --- internal ---

/**
 * IANA's special-purpose registries whole, what is forwardable too since no channel is there, and what is no unicast
 * (https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry), with the IPv6 forms
 * that hold an IPv4 address and the former site-local ones. BlockList itself looks into IPv4-mapped addresses.
 */
const SUBNETS: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['100:0:0:1::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const FORBIDDEN = new BlockList();
for (const [network, bits] of SUBNETS)
  FORBIDDEN.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4');
