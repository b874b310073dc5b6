// The console's cookie and header: which writes count as sent by a page of the console, and how a session is told.
import { describe, expect, it } from 'vitest';
import { bodyFor, cookiesFor, isCrossSite, secretIn } from '../../../../../functions/_kit/accounts/console-session.ts';
import { refusalsOf } from '../../../../../functions/_kit/http/refusals.ts';
import type { Route } from '../../../../../functions/_kit/manifest.ts';
import { manifests } from '../../../../../infra/manifests.ts';

const PUBLIC_URL = 'https://windlass.example';

type Value = string | undefined;
type Cases = readonly (readonly [value: Value, isGood: boolean])[];

/** Alone, without Sec-Fetch-Site, the origin decides; else the site does. */
const SITES: Cases = [
  ['same-origin', true],
  ['same-site', false],
  ['cross-site', false],
  ['none', false],
  ['same-origin,cross-site', false],
  ['', false],
];
const ORIGINS: Cases = [
  [PUBLIC_URL, true],
  [undefined, false],
  ['null', false],
  ['http://windlass.example', false],
  ['https://windlass.example.evil.test', false],
  ['https://windlass.example:8443', false],
];
const CONSOLE: Cases = [
  ['1', true],
  ['poll', true],
  [undefined, false],
];
const TYPES: readonly (readonly [type: Value, length: Value, isGood: boolean])[] = [
  ['application/json', '12', true],
  ['application/json; charset=utf-8', '12', true],
  ['application/merge-patch+json', '12', true],
  [undefined, undefined, true],
  [undefined, '0', true],
  [undefined, '12', false],
  ['text/plain', '12', false],
  ['text/plain; x=application/json', '12', false],
  ['application/x-www-form-urlencoded', '12', false],
  ['multipart/form-data; boundary=a', '12', false],
  ['text/plain', '0', false],
];

const places = [
  ...SITES.flatMap(([site, isGood]) => ORIGINS.map(([origin]) => [site, origin, isGood] as const)),
  ...ORIGINS.map(([origin, isGood]) => [undefined, origin, isGood] as const),
];

describe('isCrossSite', () => {
  it.each(places)(
    'with the site %s and the origin %s decides each write by header and type',
    (site, origin, isOurs) => {
      const wrong: unknown[] = [];
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const [console, hasHeader] of CONSOLE) {
          for (const [type, length, isJson] of TYPES) {
            const headers = {
              ...{ 'sec-fetch-site': site, origin, 'windlass-console': console },
              ...{ 'content-type': type, 'content-length': length },
            };
            const expected = !(isOurs && hasHeader && isJson);
            if (isCrossSite(method, headers, PUBLIC_URL) !== expected) wrong.push([method, headers]);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(['GET', 'HEAD'])('lets a %s from everywhere, which changes nothing', (method) => {
    expect(isCrossSite(method, { 'sec-fetch-site': 'cross-site' }, PUBLIC_URL)).toBe(false);
  });

  it('refuses a body of unknown length without a type', () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'windlass-console': '1', 'transfer-encoding': 'chunked' };
    expect(isCrossSite('POST', headers, PUBLIC_URL)).toBe(true);
  });

  it.each(['', 'null', 'windlass.example'])('knows no own origin while the public URL is "%s"', (publicUrl) => {
    expect(isCrossSite('POST', { origin: publicUrl, 'windlass-console': '1' }, publicUrl)).toBe(true);
    expect(isCrossSite('POST', { 'windlass-console': '1' }, publicUrl)).toBe(true);
  });
});

describe('the cookie of a session', () => {
  const CONSOLE_SENT = { 'windlass-console': '1' };

  it.each([
    [PUBLIC_URL, '__Host-windlass=wls_x; Path=/; HttpOnly; SameSite=Strict; Secure'],
    ['', '__Host-windlass=wls_x; Path=/; HttpOnly; SameSite=Strict; Secure'],
    ['http://127.0.0.1:4100', 'windlass=wls_x; Path=/; HttpOnly; SameSite=Strict'],
  ])('at "%s" is %s', (publicUrl, cookie) => {
    expect(cookiesFor(CONSOLE_SENT, { token: 'wls_x' }, publicUrl)).toEqual({ cookies: [cookie] });
    const sent = cookie.split(';')[0] ?? '';
    expect(secretIn(['a=1', sent, 'b=2'], publicUrl)).toBe('wls_x');
  });

  it('is deleted when the session ends', () => {
    expect(cookiesFor(CONSOLE_SENT, { endsSession: true }, PUBLIC_URL)).toEqual({
      cookies: ['__Host-windlass=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0'],
    });
  });

  it.each([
    ['another caller', {}, { token: 'wls_x' }],
    ['another caller whose session ends', {}, { endsSession: true }],
    ['the console without a new secret', CONSOLE_SENT, { token: null }],
    ['the console whose session goes on', CONSOLE_SENT, { endsSession: false }],
  ])('is not set for %s', (_, headers, told) => {
    expect(cookiesFor(headers, told, PUBLIC_URL)).toEqual({});
  });

  it('is not read over https by the name that it has over http, which other hosts of the domain can set', () => {
    expect(secretIn(['windlass=wls_x'], PUBLIC_URL)).toBeUndefined();
    expect(secretIn(['__Host-windlass=wls_x'], 'http://127.0.0.1:4100')).toBeUndefined();
  });
});

describe('the body of an answer with a secret', () => {
  it.each([
    ['shows it to a caller', {}, { token: 'wls_x', body: { a: 1 } }, { token: 'wls_x', a: 1 }],
    [
      'hides it from the console',
      { 'windlass-console': '1' },
      { token: 'wls_x', body: { a: 1 } },
      { token: null, a: 1 },
    ],
    ['has no field for one that was not made', {}, { body: { a: 1 } }, { a: 1 }],
  ])('%s', (_, headers, told, body) => {
    expect(bodyFor(headers, told)).toEqual(body);
  });
});

describe('every route', () => {
  const routes = manifests.flatMap(({ domain, routes }) =>
    Object.entries<Route>(routes).map(([name, route]) => [`${domain} ${name}`, route] as const),
  );
  const OPEN_WITH_COOKIE = ['access signIn', 'access completePasskeySignIn', 'providers completeSignIn'];

  it('declares request.cross_site if it is a write with a credential, or starts a session', () => {
    const wrong = routes.filter(([name, route]) => {
      const declares = refusalsOf(route).some(({ code }) => code === 'request.cross_site');
      const isWrite = typeof route.access === 'object' && route.method !== 'GET';
      return declares !== (isWrite || OPEN_WITH_COOKIE.includes(name));
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});
