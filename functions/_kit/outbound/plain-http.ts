// Refuses addresses without TLS when they are stored, unless this deployment lists their host. outbound-address.ts decides
// again for each connection: only there the IP addresses of a name are known.
import { BlockList, isIP } from 'node:net';
import { integrationErrors } from '../../../entities/integrations/errors.ts';

/** `urls` are by field path. Throws `integration.address_refused` with the fields whose URL is plain http. */
export type AssertEncrypted = (urls: Readonly<Record<string, unknown>>) => void;

export function createAssertEncrypted(allowedHosts: readonly string[]): AssertEncrypted {
  const listed = new BlockList();
  const names = new Set<string>();
  for (const entry of allowedHosts) {
    const [address = '', bits] = bare(entry).split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) names.add(address);
    else if (bits === undefined) listed.addAddress(address, family);
    else listed.addSubnet(address, Number(bits), family);
  }
  const listsAddresses = names.size < allowedHosts.length;
  const mayBePlain = (hostname: string): boolean => {
    const host = bare(hostname);
    const version = isIP(host);
    return version === 0 ? names.has(host) || listsAddresses : listed.check(host, version === 6 ? 'ipv6' : 'ipv4');
  };
  return (urls) => {
    const plain = Object.entries(urls).filter(([, url]) => {
      const address = typeof url === 'string' ? URL.parse(url) : null;
      return address?.protocol === 'http:' && !mayBePlain(address.hostname);
    });
    if (plain.length === 0) return;
    const message = 'must be https: this deployment does not list the host as one that may be called without TLS';
    const fields = plain.map(([path]) => ({ path, code: 'integration.plain_http', message }));
    throw integrationErrors.address_refused({
      detail: fields.map(({ path }) => `${path} ${message}`).join('; '),
      fields,
    });
  };
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
