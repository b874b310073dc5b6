// An outside world on a database in memory with a clock that stands still, and requests to it in short form.
import { generateKeyPairSync, sign } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { createOutsideWorld, type OutsideReply } from '../../../../../infra/local/outside/outside.ts';

export const NOW = Date.UTC(2026, 2, 2, 10);

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly text?: string;
}

/** `call` is `METHOD /path?query`. */
export type Ask = (call: string, sent?: Sent) => Promise<OutsideReply>;

export interface WorldOptions {
  readonly db?: DatabaseSync;
  readonly random?: () => number;
}

export function openWorld({ db = new DatabaseSync(':memory:'), random = () => 0.5 }: WorldOptions = {}) {
  const clock = { now: NOW };
  const log: string[] = [];
  const world = createOutsideWorld({ db, now: () => clock.now, log: (line) => log.push(line), random });

  async function ask(service: string, call: string, sent: Sent = {}): Promise<OutsideReply> {
    const [method = '', target = ''] = call.split(' ');
    const url = new URL(target, 'http://127.0.0.1:4100');
    const { body, type } = encode(sent);
    const headers = { ...(type && { 'content-type': type }), ...sent.headers };
    const request = { method, path: url.pathname, query: url.searchParams, headers, body, origin: url.origin };
    const reply = await world.handle(service, request);
    // The gateway sends JSON: nothing may be in a reply that JSON does not carry.
    return JSON.parse(JSON.stringify(reply)) as OutsideReply;
  }

  return {
    ...world,
    clock,
    log,
    ask,
    /** Requests to one service with the same headers. */
    asking:
      (service: string, headers: Readonly<Record<string, string>>): Ask =>
      (call, sent = {}) =>
        ask(service, call, { ...sent, headers: { ...headers, ...sent.headers } }),
    items: (filter = '') => world.inbox(new URLSearchParams(filter)).items as JsonObject[],
  };
}

function encode({ json, form, text }: Sent): { body: string; type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json; charset=utf-8' };
  if (form) return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return { body: text ?? '' };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

export const appleKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const googleKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A token signed with this process's keys; `header` and `payload` are laid over what is right. */
export function appleToken(payload: JsonObject = {}, header: JsonObject = {}, keys = appleKeys): string {
  const seconds = NOW / 1000;
  const claims = {
    iss: '57246542-96fe-1a63-e053-0824d011072a',
    iat: seconds,
    exp: seconds + 600,
    aud: 'appstoreconnect-v1',
  };
  return signed({ alg: 'ES256', typ: 'JWT', kid: '2X9R4HXF34', ...header }, { ...claims, ...payload }, (content) =>
    sign('sha256', content, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }),
  );
}

export function googleAssertion(payload: JsonObject = {}, header: JsonObject = {}): string {
  const seconds = NOW / 1000;
  const claims = {
    iss: 'windlass@acme.iam.gserviceaccount.com',
    scope: 'https://www.googleapis.com/auth/androidpublisher',
    aud: 'https://oauth2.googleapis.com/token',
    iat: seconds,
    exp: seconds + 3600,
  };
  return signed({ alg: 'RS256', typ: 'JWT', ...header }, { ...claims, ...payload }, (content) =>
    sign('sha256', content, googleKeys.privateKey),
  );
}

function signed(header: JsonObject, payload: JsonObject, signature: (content: Buffer) => Buffer): string {
  const encoded = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${encoded}.${signature(Buffer.from(encoded)).toString('base64url')}`;
}
