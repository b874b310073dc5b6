// Decides which addresses a deployment may call. `outbound.ts` asks it for every connection, after name resolution, so that
// a name cannot point to an internal address later. Refuses addresses that are not public and calls without TLS, unless the
// deployment lists them.
import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { integrationErrors } from '../../../entities/integrations/errors.ts';

export interface AddressGuard {
  /** Throws `integration.address_refused` if `host` is an IP address that may not be called. Host names pass. */
  checkLiteral(host: string, isPlain: boolean): void;
  /** A `lookup` for node:net that answers only addresses that may be called and fails if none remains. */
  readonly lookup: LookupFunction;
  /** The same for calls without TLS: a public address is not enough, the deployment must list the host. */
  readonly plainLookup: LookupFunction;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * @param allowedHosts host names, addresses and CIDR ranges that may be called although they are not public
 * @param lookup resolves names; `dns.lookup` except in tests
 */
export function createAddressGuard(
  allowedHosts: readonly string[],
  lookup: LookupFunction = dns.lookup as LookupFunction,
): AddressGuard {
  const names = new Set<string>();
  const ranges: Range[] = [];
  for (const entry of allowedHosts) {
    const range = rangeOf(entry);
    if (range) ranges.push(range);
    else names.add(bareHost(entry));
  }
  const isListed = (address: string) => ranges.some((range) => isWithin(address, range));
  const mayCall = (address: string, isPlain: boolean) => isListed(address) || (!isPlain && isPublic(address));
  const refusalOf = (host: string, addresses: readonly string[], isPlain: boolean) =>
    isPlain && addresses.some(isPublic) ? plainRefused(host) : addressRefused(host);

  const lookupFor =
    (isPlain: boolean): LookupFunction =>
    (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, answer) => {
        if (error) return callback(error, '', 0);
        const all = Array.isArray(answer) ? answer : [];
        const addresses = all.filter(({ address }) => names.has(bareHost(hostname)) || mayCall(address, isPlain));
        const [first] = addresses;
        const found = all.map(({ address }) => address);
        if (!first) return callback(refusalOf(hostname, found, isPlain), '', 0);
        if (options.all) return callback(null, addresses);
        callback(null, first.address, first.family);
      });
    };

  return {
    checkLiteral(host, isPlain) {
      const bare = bareHost(host);
      if (isIP(bare) !== 0 && !mayCall(bare, isPlain)) throw refusalOf(bare, [bare], isPlain);
    },
    lookup: lookupFor(false),
    plainLookup: lookupFor(true),
  };
}

/** IANA's global unicast block: every other IPv6 address is internal, a tunnel or unassigned. */
const GLOBAL_V6: Range = ipaddr.parseCIDR('2000::/3');

/** RFC 6890 and its successors, from ipaddr.js. Only plain unicast is public; tunnels to IPv4 are not. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || isWithin(address, GLOBAL_V6));
}

function isWithin(address: string, [base, bits]: Range): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.kind() === base.kind() && parsed.match([base, bits] as never);
}

function rangeOf(entry: string): Range | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  const bare = bareHost(entry);
  if (isIP(bare) === 0) return undefined;
  const address = ipaddr.process(bare);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

const bareHost = (host: string) =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

const addressRefused = (host: string) =>
  integrationErrors.address_refused({
    detail: `${host} is not a public address, and this deployment's allowed hosts do not list it`,
  });

const plainRefused = (host: string) =>
  integrationErrors.address_refused({
    detail: `${host} would be called without TLS, and this deployment's allowed hosts do not list it: use https`,
  });
