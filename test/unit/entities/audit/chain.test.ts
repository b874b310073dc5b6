// The chain of audit entries: its hashes, which no change of code may change, and the break that each change of an entry is.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type AuditContent,
  breakAt,
  CONTENT,
  chained,
  contentOf,
  genesisOf,
  hashOf,
  isSigned,
  signedText,
} from '../../../../entities/audit/chain.model.ts';

const TENANT = '0192f000-0000-7000-8000-000000000001';
const CONTENTS: AuditContent = {
  id: '0192f000-0000-7000-8000-00000000000a',
  at: '2026-03-01T12:00:00.000Z',
  actorType: 'USER',
  actorId: 'ada',
  actorName: 'Ada',
  action: 'release.created',
  resourceType: 'Release',
  resourceId: 'release-1',
  details: '{"version":"1.0.0"}',
  ip: '192.0.2.1',
  userAgent: 'tests',
  correlationId: 'correlation-1',
};
const chain = chained(TENANT, undefined, [CONTENTS, { ...CONTENTS, id: 'b' }, { ...CONTENTS, id: 'c' }]);
const [first, second, third] = chain as [(typeof chain)[0], (typeof chain)[0], (typeof chain)[0]];

describe('the hash of an entry', () => {
  it('is the SHA-256 of a JSON list that anybody can make', () => {
    const text = `["windlass.audit.1","1","0192f000-0000-7000-8000-00000000000a","2026-03-01T12:00:00.000Z","USER","ada","Ada","release.created","Release","release-1","{\\"version\\":\\"1.0.0\\"}","192.0.2.1","tests","correlation-1","${genesisOf(TENANT)}"]`;
    expect(first.hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(first.hash).toBe('b6b846b76f65a8e772781f5e2d17907094ce570c9a92ae5ec370b8e5da8df4d5');
  });

  it.each(CONTENT)('covers %s', (name) => {
    expect(hashOf({ ...first, content: { ...CONTENTS, [name]: `${CONTENTS[name]}!` } })).not.toBe(first.hash);
  });

  it.each([
    ['its number', { seq: 2 }],
    ['the hash before', { previousHash: genesisOf('another') }],
    ['the border between two texts', { content: { ...CONTENTS, ip: '192.0.2.1tests', userAgent: '' } }],
  ])('covers %s', (_, change) => {
    expect(hashOf({ ...first, ...change })).not.toBe(first.hash);
  });
});

describe('the content of an entry', () => {
  const stored = {
    ...{ tenantId: TENANT, entryId: 'a', at: CONTENTS.at, action: 'x.y', resourceType: 'X', resourceId: '1' },
    ...{ correlationId: 'c', expiresAtEpoch: 1, schemaVersion: 1 },
  };

  it('has empty texts for what is absent', () => {
    const actor = { type: 'USER', id: 'ada', name: 'Ada' };
    expect(contentOf({ ...stored, actor })).toMatchObject({ details: '', ip: '', userAgent: '' });
  });

  it('is the same however the names of its details are ordered, at any depth', () => {
    const actor = { type: 'USER', id: 'ada', name: 'Ada' };
    const of = (details: object) => contentOf({ ...stored, actor, details }).details;
    expect(of({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
    expect(of({ a: 'x', b: [{ c: null, d: 1 }] })).toBe(of({ b: [{ d: 1, c: null }], a: 'x' }));
  });

  it('names parts of Windlass as everywhere else', () => {
    const system = { type: 'SYSTEM', id: 'release-lifecycle', name: 'old name' };
    expect(contentOf({ ...stored, actor: system })).toMatchObject({
      actorId: 'release-lifecycle',
      actorName: 'Windlass',
    });
  });
});

describe('a chain', () => {
  it('continues where it ended', () => {
    expect(chained(TENANT, second, [third.content])).toEqual([third]);
  });

  it.each([
    ['the first entry', undefined, first, undefined],
    ['the next entry', first, second, undefined],
    ['the oldest entry that is left', undefined, second, undefined],
    ['an entry too far', first, third, { seq: 2, problem: 'MISSING' }],
    ['an entry again', second, second, { seq: 2, problem: 'REPEATED' }],
    ['an earlier entry', third, second, { seq: 2, problem: 'REPEATED' }],
    ['a changed entry', first, { ...second, content: { ...second.content, ip: '' } }, { seq: 2, problem: 'CHANGED' }],
    ['a changed hash', first, { ...second, hash: third.hash }, { seq: 2, problem: 'CHANGED' }],
    ['an entry hashed for another place', { ...first, hash: third.hash }, second, { seq: 2, problem: 'UNLINKED' }],
    [
      'the first entry of another tenant',
      undefined,
      chained('another', undefined, [CONTENTS])[0],
      { seq: 1, problem: 'UNLINKED' },
    ],
  ] as const)('takes or names %s', (_, last, entry, found) => {
    expect(breakAt(TENANT, last, entry as typeof first)).toEqual(found);
  });
});

describe('a signed head', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const unsigned = { seq: 3, hash: third.hash, at: CONTENTS.at, keyId: 'key-1' };
  const signature = sign('sha256', Buffer.from(signedText(TENANT, unsigned)), privateKey).toString('base64');
  const head = { ...unsigned, signature };
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });

  it.each([
    ['true', 'as it was signed', TENANT, head, pem, true],
    ['false', 'with another number', TENANT, { ...head, seq: 4 }, pem, false],
    ['false', 'with another hash', TENANT, { ...head, hash: first.hash }, pem, false],
    ['false', 'with another time', TENANT, { ...head, at: '2026-03-01T12:00:00.001Z' }, pem, false],
    ['false', 'with the name of another key', TENANT, { ...head, keyId: 'key-2' }, pem, false],
    ['false', 'for another tenant', 'another', head, pem, false],
    ['false', 'by another key', TENANT, head, String(other), false],
    ['false', 'with a key that is none', TENANT, head, 'no key', false],
    ['false', 'with a signature that is none', TENANT, { ...head, signature: '!' }, pem, false],
    ['false', 'with a signature written otherwise', TENANT, { ...head, signature: `${signature}\n` }, pem, false],
  ] as const)('is %s %s', (_, __, tenant, signed, key, isValid) => {
    expect(isSigned(tenant, signed, key)).toBe(isValid);
  });
});
