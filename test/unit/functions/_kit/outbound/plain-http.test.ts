// Addresses without TLS: refused when they are stored, unless the deployment lists their host.
import { expect, it } from 'vitest';
import { createAssertEncrypted } from '../../../../../functions/_kit/outbound/plain-http.ts';

const REFUSED = /^config\.baseUrl must be https/;

it.each([
  ['https', 'https://ci.example', [], true],
  ['what is no address', undefined, [], true],
  ['http', 'http://ci.example', [], false],
  ['http in capitals', 'HTTP://CI.EXAMPLE', [], false],
  ['http of a listed name', 'http://CI.corp.:8080/x', ['ci.corp'], true],
  ['http of another name', 'http://ci.example', ['ci.corp'], false],
  ['http of a listed address', 'http://127.0.0.1:4100/x', ['127.0.0.1'], true],
  ['http of an address written otherwise', 'http://0x7f.1/', ['127.0.0.1'], true],
  ['http of an address in a listed range', 'http://10.1.2.3/', ['10.0.0.0/8'], true],
  ['http of an address of v6', 'http://[fd00::1]/', ['fd00::/8'], true],
  ['http of another address', 'http://8.8.8.8/', ['10.0.0.0/8'], false],
  ['http of a name, whose address the connection will see', 'http://ci.corp/', ['10.0.0.0/8'], true],
] as const)('%s is stored or refused as it should be (S15)', (_label, url, allowedHosts, isStored) => {
  const attempt = () => createAssertEncrypted(allowedHosts)({ 'config.baseUrl': url });
  if (isStored) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(expect.objectContaining({ message: expect.stringMatching(REFUSED), status: 422 }));
});
