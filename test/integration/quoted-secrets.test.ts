// Services that quote our request in any kind of answer: no form of a credential is in the result.
import { describe, expect, it } from 'vitest';
import { INTEGRATION_TYPES, type IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import { verifierFor } from '../../functions/_adapters/clients.ts';
import { integrationSamples } from '../support/releases/integration-samples.ts';
import { canaryCredentials, canaryNeedles, refusalIn, spellingsOf } from '../support/services/canary-secrets.ts';
import { type Answer, localOutbound, startHttpService } from '../support/services/http-service.ts';

/** Mail goes to Amazon SES, which has no credential of ours. */
const TYPES = (Object.keys(INTEGRATION_TYPES) as IntegrationType[]).filter(
  (type) => type !== 'EMAIL' && type !== 'SERVER',
);

type Quoting = (type: IntegrationType, words: string) => Answer;
const refusing =
  (status: number, headers: Answer['headers'] = {}): Quoting =>
  (type, words) => ({ status, headers, body: refusalIn(type, words) });
const lineOf = (words: string) => encodeURIComponent(words);

const ANSWERS: Readonly<Record<string, Quoting>> = {
  'a refusal of the request': refusing(400),
  'a refusal of the credential': refusing(401),
  'a refusal of the person': refusing(403),
  'nothing of that name': refusing(404),
  'a conflict': refusing(409),
  'an invalid field': refusing(422),
  'too many requests': refusing(429, { 'retry-after': '1' }),
  'an error of its own': refusing(500),
  'an outage': refusing(503),
  'an outage in plain text': (_, words) => ({ status: 503, body: words }),
  'the way to another address': (_, words) => ({
    status: 302,
    headers: { location: `http://127.0.0.1:9/${lineOf(words)}?q=${lineOf(words)}` },
  }),
  'a success in another shape': (_, words) => ({ body: { [words]: words, id: [words], items: { [words]: 1 } } }),
  'a success in a list': (_, words) => ({ body: [words, { name: words }] }),
  'a success that is no JSON': (_, words) => ({ headers: { 'content-type': 'application/json' }, body: `{${words}` }),
};

/** Everything an error says, also where nobody looks. */
const textOf = (error: unknown): string =>
  error instanceof Error
    ? [error.name, error.message, error.stack, JSON.stringify({ ...error }), textOf(error.cause ?? '')].join('\n')
    : JSON.stringify(error);

/** The outcome of verifying the credentials at a service that answers so. */
async function outcomeOf(type: IntegrationType, credentials: object, answer: Answer): Promise<string> {
  await using service = await startHttpService({ '*': answer });
  const { config } = integrationSamples(service.url)[type];
  const client = verifierFor(type, { config, credentials, outbound: localOutbound, now: Date.now });
  return client.verify().then((words) => `VALID ${words}`, textOf);
}

describe.each(TYPES)('%s', (type) => {
  const credentials = canaryCredentials(type, 1);
  const words = Object.values(credentials)
    .map((secret) => spellingsOf(String(secret)))
    .join(' and ');
  const needles = canaryNeedles([credentials]);

  it.each(Object.entries(ANSWERS))('keeps its credentials to itself when it is answered %s', async (_, quoting) => {
    const answer = quoting(type, words);
    expect(needles.filter(([, needle]) => JSON.stringify(answer).includes(needle))).not.toEqual([]);
    const outcome = await outcomeOf(type, credentials, answer);
    expect(needles.filter(([, needle]) => outcome.includes(needle))).toEqual([]);
  });
});
