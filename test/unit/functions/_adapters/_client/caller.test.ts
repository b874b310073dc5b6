// The parts all clients share: secrets out of texts, paths and tokens.
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nested, path } from '../../../../../functions/_adapters/_client/caller.ts';
import { signToken } from '../../../../../functions/_adapters/_client/jwt.ts';
import { redact } from '../../../../../functions/_adapters/_client/redact.ts';
import { appleKeys, googleKeys, pemOf } from '../../../../support/releases/integration-samples.ts';

describe('redact', () => {
  it.each([
    ['a plain secret', 'token s3cret!, yes', ['s3cret!'], 'token [redacted], yes'],
    ['every occurrence', 's3cret s3cret', ['s3cret'], '[redacted] [redacted]'],
    ['a percent-encoded secret', '?t=a%2Fb%3Dc', ['a/b=c'], '?t=[redacted]'],
    [
      'a secret in base64',
      `Basic ${Buffer.from('user:s3cret').toString('base64')}`,
      ['user:s3cret'],
      'Basic [redacted]',
    ],
    [
      'a secret behind a user name in a Basic credential',
      `sent Basic ${btoa('windlass:11s3cret-token')} to us`,
      ['11s3cret-token'],
      'sent Basic [redacted] to us',
    ],
    [
      'a secret in the middle of a token for URLs',
      `jwt ${Buffer.from('{"key":"s3cret??>>token"}').toString('base64url')}.x`,
      ['s3cret??>>token'],
      'jwt [redacted].x',
    ],
    [
      'a secret in a form',
      `refused ${new URLSearchParams({ token: "it's (my) s3cret!~" })}`,
      ["it's (my) s3cret!~"],
      'refused token=[redacted]',
    ],
    ['a secret percent-encoded in small letters', 'refused s3cret%2ftoken', ['s3cret/token'], 'refused [redacted]'],
    [
      'a PEM whose breaks became spaces',
      'bad -----BEGIN KEY----- MIIabcd -----END KEY-----',
      ['-----BEGIN KEY-----\nMIIabcd\n-----END KEY-----\n'],
      'bad [redacted]',
    ],
    ['a secret that JSON escapes', JSON.stringify({ t: 'a"b\\c' }), ['a"b\\c'], '{"t":"[redacted]"}'],
    ['the longer of two secrets that overlap', 'abcdef', ['abcd', 'abcdef'], '[redacted]'],
    ['a line of a PEM', 'bad key MIIabcd', ['-----BEGIN KEY-----\nMIIabcd\n-----END KEY-----'], 'bad key [redacted]'],
    ['a line of a PEM with written breaks', 'bad key MIIabcd', ['-----BEGIN KEY-----\\nMIIabcd'], 'bad key [redacted]'],
    ['no short piece that ordinary words hold', 'the cat', ['a', 'at'], 'the cat'],
    ['nothing for an empty secret', 'the cat', [''], 'the cat'],
  ])('takes out %s', (_label, text, secrets, expected) => {
    expect(redact(text, secrets)).toBe(expected);
  });
});

describe('redact of a part', () => {
  const secret = 's3cret-token';
  const encoded = btoa(`windlass:${secret}`);
  it.each([
    ['what fits whole', 'abc', 3, 'abc'],
    ['the beginning of what does not', 'abcdef', 3, 'abc…'],
    ['a secret that the cut would have torn', `ab ${secret} cd`, 6, 'ab [redacted]…'],
    ['no beginning of a secret after the cut', `abcdef${secret}`, 6, 'abcdef…'],
    ['a secret at the end', `ab ${secret}`, 6, 'ab [redacted]'],
    [
      'secrets that are shorter when they are taken out',
      `${secret} `.repeat(9),
      30,
      '[redacted] [redacted] [redacted]…',
    ],
    ['a Basic credential that the cut would have torn', `Basic ${encoded}`, 20, 'Basic [redacted]'],
  ])('shows %s (S3)', (_label, text, max, expected) => {
    expect(redact(text, [secret], max)).toBe(expected);
  });

  const LONG = 2_000_000;
  it.each([
    ['ordinary text', 'x'],
    ['a run of base64', 'aGVsbG8'],
    ['the secret again and again', secret],
    ['its base64 again and again', encoded],
    ['almost the secret', secret.slice(0, -1)],
    ['white space', ' \n'],
  ])('takes time that grows with the text alone for %s (S3)', (_label, piece) => {
    const text = piece.repeat(LONG / piece.length);
    const began = performance.now();
    redact(text, [secret, pemOf(appleKeys)]);
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('does not read on for what is not shown (S3)', () => {
    const began = performance.now();
    for (let time = 0; time < 20; time += 1) expect(redact('aGVsbG8'.repeat(300_000), [secret], 300)).toHaveLength(301);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('path', () => {
  it.each([
    ['a space', 'a b', '/jobs/a%20b/x'],
    ['a slash', 'a/b', '/jobs/a%2Fb/x'],
    ['a query', 'a?b=c#d', '/jobs/a%3Fb%3Dc%23d/x'],
  ])('keeps %s within one segment', (_label, name, expected) => {
    expect(path`/jobs/${name}/x`).toBe(expected);
  });

  it('keeps the slashes of a nested name', () => {
    expect(nested('release/1.5.0 rc')).toBe('release/1.5.0%20rc');
  });

  it.each(['.', '..'])('refuses the segment "%s", which would climb out', (name) => {
    expect(() => path`/jobs/${name}`).toThrow(expect.objectContaining({ code: 'integration.refused' }));
    expect(() => nested(`a/${name}/b`)).toThrow(expect.objectContaining({ code: 'integration.refused' }));
  });
});

describe('signToken', () => {
  it.each([
    ['ES256', appleKeys],
    ['RS256', googleKeys],
  ] as const)('signs %s so that the public key verifies it', (algorithm, keys) => {
    const claims = { iss: 'me', exp: 1_900_000_000 };
    const token = signToken({ algorithm, keyId: 'K1', claims, privateKey: pemOf(keys) });
    const [header = '', payload = '', signature = ''] = token.split('.');
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toEqual({ alg: algorithm, typ: 'JWT', kid: 'K1' });
    expect(decode(payload)).toEqual(claims);
    const key = createPublicKey(pemOf(keys));
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  });

  it('takes a key whose line breaks are written out', () => {
    const privateKey = pemOf(googleKeys).replaceAll('\n', '\\n');
    expect(signToken({ algorithm: 'RS256', claims: {}, privateKey })).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it.each([
    ['ES256', 'an RSA key', pemOf(googleKeys)],
    ['RS256', 'an EC key', pemOf(appleKeys)],
    ['ES256', 'no key', 'canary of no key'],
  ] as const)('refuses for %s %s without quoting it', (algorithm, _label, privateKey) => {
    const attempt = () => signToken({ algorithm, claims: {}, privateKey });
    expect(attempt).toThrow(expect.objectContaining({ code: 'integration.unauthorized' }));
    expect(attempt).not.toThrow(/canary|MII/);
  });
});
