// Which addresses may be called: given literally, and as the answer of a name server.
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../../../../functions/_kit/outbound/outbound.ts';
import { localOutbound, startHttpService } from '../../../../support/services/http-service.ts';

/** A name server that says what the test wants. */
const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const portOf = (service: { url: string }) => new URL(service.url).port;

describe('addresses', () => {
  const INNER = [
    ['loopback', '127.0.0.1'],
    ['all of loopback', '127.8.8.8'],
    ['loopback v6', '[::1]'],
    ['loopback mapped into v6', '[::ffff:127.0.0.1]'],
    ['loopback in the old v6 form', '[::127.0.0.1]'],
    ['loopback behind a NAT64 prefix', '[64:ff9b::7f00:1]'],
    ['loopback behind 6to4', '[2002:7f00:1::]'],
    ['loopback as one number', '2130706433'],
    ['loopback in hexadecimal', '0x7f.1'],
    ['private 10/8', '10.0.0.1'],
    ['private 172.16/12', '172.31.255.254'],
    ['private 192.168/16', '192.168.0.1'],
    ['metadata', '169.254.169.254'],
    ['metadata v6', '[fd00:ec2::254]'],
    ['metadata mapped into v6', '[::ffff:a9fe:a9fe]'],
    ['link-local v6', '[fe80::1]'],
    ['unique-local v6', '[fc00::1]'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified v6', '[::]'],
    ['broadcast', '255.255.255.255'],
    ['multicast', '224.0.0.1'],
    ['multicast v6', '[ff02::1]'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
  ] as const;

  it.each(INNER)('refuses %s (%s) given literally', async (_label, host) => {
    const outbound = createOutbound({ allowedHosts: [] });
    await expect(outbound.request({ method: 'GET', url: `http://${host}:9/` })).rejects.toMatchObject({
      code: 'integration.address_refused',
    });
  });

  it.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    'fd00:ec2::254',
    'fe80::1%eth0',
    '100.64.0.1',
    '0.0.0.0',
    'no address at all',
  ])('refuses a name that resolves to %s', async (address) => {
    const outbound = createOutbound({ allowedHosts: [], lookup: resolvesTo(address) });
    await expect(outbound.request({ method: 'GET', url: 'http://innocent.example:9/' })).rejects.toMatchObject({
      code: 'integration.address_refused',
      message: expect.stringContaining('innocent.example'),
    });
  });

  it.each([
    ['its name', 'service.example'],
    ['its name in other letters', 'Service.Example.'],
    ['the address', '127.0.0.1'],
    ['a range that holds the address', '127.0.0.0/8'],
  ])('calls an inner address when %s is allowed', async (_label, allowed) => {
    await using service = await startHttpService({ 'GET /': { body: 'here' } });
    const outbound = createOutbound({ allowedHosts: [allowed], lookup: resolvesTo('127.0.0.1') });
    const reply = await outbound.request({ method: 'GET', url: `http://service.example:${portOf(service)}/` });
    expect(reply.text).toBe('here');
  });

  it.each([
    ['another name', 'other.example'],
    ['another address', '127.0.0.2'],
    ['another range', '10.0.0.0/8'],
    ['a part of the name', 'example'],
    ['a range of v6', '::/0'],
  ])('refuses an inner address when only %s is allowed', async (_label, allowed) => {
    const outbound = createOutbound({ allowedHosts: [allowed], lookup: resolvesTo('127.0.0.1') });
    await expect(outbound.request({ method: 'GET', url: 'http://service.example:9/' })).rejects.toMatchObject({
      code: 'integration.address_refused',
    });
  });

  it.each([
    ['a public address', 'http://8.8.8.8:9/', undefined],
    ['a public address of v6', 'http://[2001:4860:4860::8888]:9/', undefined],
    ['a name of a public address', 'http://jenkins.example:9/', '8.8.8.8'],
  ])('refuses %s without TLS, and says what to do (S15)', async (_label, url, address) => {
    const outbound = createOutbound({ allowedHosts: [], ...(address && { lookup: resolvesTo(address) }) });
    await expect(outbound.request({ method: 'GET', url })).rejects.toMatchObject({
      code: 'integration.address_refused',
      message: expect.stringMatching(/would be called without TLS.*use https$/),
    });
  });

  it('connects only to the addresses of a name that may be called', async () => {
    await using service = await startHttpService({ 'GET /': { body: 'here' } });
    const outbound = createOutbound({ allowedHosts: ['127.0.0.1'], lookup: resolvesTo('127.0.0.2', '127.0.0.1') });
    const reply = await outbound.request({ method: 'GET', url: `http://both.example:${portOf(service)}/` });
    expect(reply.text).toBe('here');
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com',
    'not a url',
    'http://user:pass@example.com/',
  ])('refuses the URL %s', async (url) => {
    const refusal = localOutbound.request({ method: 'GET', url });
    await expect(refusal).rejects.toMatchObject({ code: 'integration.refused' });
    await expect(refusal).rejects.not.toThrow(/pass@|passwd/);
  });
});
