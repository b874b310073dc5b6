// The way to Amazon S3: what it is sent, what is tried again, and what its answers mean. The local S3's own test has the rest.
import { afterEach, describe, expect, it } from 'vitest';
import { createObjectStore } from '../../../../../functions/_kit/outbound/object-store.ts';
import {
  type Answer,
  type Answers,
  type HttpService,
  listen,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const OBJECT = '/evidence/tenant/one';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'canary-secret', sessionToken: 'canary-session' };

let service: HttpService;
afterEach(() => service[Symbol.asyncDispose]());

const storeOf = ({ url }: HttpService) =>
  createObjectStore('evidence', { region: 'eu-central-1', credentials, endpoint: url });

const failure = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>canary</Message></Error>`,
});

async function run(act: 'put' | 'get', answers: Answers) {
  service = await startHttpService(answers);
  const store = storeOf(service);
  const done = act === 'put' ? store.putOnce('tenant/one', Buffer.from('hello')) : store.get('tenant/one');
  return done.catch((error: Error) => error.message);
}

it('puts an object with its checksum and the condition that there is none, signed', async () => {
  expect(await run('put', { [`PUT ${OBJECT}`]: {} })).toBeUndefined();
  const { headers, text } = service.only(`PUT ${OBJECT}`);
  expect(text).toBe('hello');
  expect(headers).toMatchObject({
    'if-none-match': '*',
    'content-length': '5',
    'x-amz-checksum-sha256': 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    'x-amz-content-sha256': '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    'x-amz-security-token': 'canary-session',
  });
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=\S*if-none-match\S*x-amz-checksum-sha256/,
  );
});

it('gets an object', async () => {
  expect(String(await run('get', { [`GET ${OBJECT}`]: { body: 'hello' } }))).toBe('hello');
});

const busy = failure(503, 'SlowDown');
describe.each(['put', 'get'] as const)('to %s', (act) => {
  const done = act === 'put' ? undefined : 'hello';
  it.each<[string, readonly Answer[], string | undefined, number]>([
    ['an error of S3 itself, once', [busy, { body: 'hello' }], done, 2],
    [
      'a write of the same key at the same time',
      [failure(409, 'ConditionalRequestConflict'), { body: 'hello' }],
      done,
      2,
    ],
    ['an error of S3 itself, twice', [busy, busy, { body: 'hello' }], 'Amazon S3 answered 503 SlowDown', 2],
    ['a refusal', [failure(403, 'AccessDenied')], 'Amazon S3 answered 403 AccessDenied', 1],
    ['a missing bucket', [failure(404, 'NoSuchBucket')], 'Amazon S3 answered 404 NoSuchBucket', 1],
    ['an answer without a code', [{ status: 400 }], 'Amazon S3 answered 400', 1],
  ])('after %s', async (_, answers, expected, times) => {
    const result = await run(act, { '*': answers });
    expect(result === undefined ? undefined : String(result)).toBe(expected);
    expect(service.calls()).toHaveLength(times);
  });
});

it('takes an object that exists for the one that it puts: its name is the digest of its content', async () => {
  expect(await run('put', { '*': failure(412, 'PreconditionFailed') })).toBeUndefined();
});

it('answers undefined for a missing object', async () => {
  expect(await run('get', { '*': failure(404, 'NoSuchKey') })).toBeUndefined();
});

it('says that no answer came, without secrets', async () => {
  service = await listen((request) => request.socket.destroy());
  const error = await storeOf(service)
    .get('tenant/one')
    .catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'integration.unavailable', message: 'Amazon S3 did not answer' });
});
