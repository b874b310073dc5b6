// Credentials of every type of integration with a canary in each, the texts in which services may quote them, and the forms in which the
// canary may appear. Derived from the table of types, so a new type or credential is covered automatically.
import { generateKeyPairSync } from 'node:crypto';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import type { JsonObject } from '../../../infra/local/contracts.ts';

const MARK = 'canaryQ7xZ2vK9';

/** Letters and digits only, so that no escape touches them: a long run of a key's second half, which is its own. */
const RUN = /[A-Za-z0-9]{12,}/;
const pemOf = (type: IntegrationType): string => {
  const { privateKey } =
    type === 'APP_STORE'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return RUN.test(ownPartOf(pem)) ? pem : pemOf(type);
};
const ownPartOf = (pem: string): string => pem.split('\n').at(2) ?? '';

/** Credentials for the type's schema, others for every `generation`, with every character that a spelling escapes. */
export function canaryCredentials(type: IntegrationType, generation: number): JsonObject {
  const { shape } = INTEGRATION_TYPES[type].credentials.unwrap();
  const canaryOf = (field: string): string => {
    if (field === 'privateKey') return pemOf(type);
    // Standard Webhooks requires base64, for the mark too.
    if (field === 'signingSecret' && type === 'WEB') return `whsec_${`${MARK}${generation}web`.padEnd(40, 'A')}`;
    return `"${MARK}\\%2F+/=&?~${generation}.${field}'`;
  };
  return Object.fromEntries(Object.keys(shape).map((field) => [field, canaryOf(field)]));
}

/** Spellings of a credential that a service may answer, the shortest last: long reasons are cut. */
export function spellingsOf(secret: string): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [
    `Basic ${base64(`somebody:${secret}`)}`,
    base64(secret),
    Buffer.from(`{"token":"${secret}"}`).toString('base64url'),
    encodeURIComponent(secret),
    new URLSearchParams({ token: secret }).toString(),
    JSON.stringify({ token: secret }),
    secret,
  ].join(' and ');
}

/** A refusal with the words wherever one of the thirteen services has its own. */
export const refusalIn = (service: string, words: string): object => ({
  ok: false,
  message: words,
  detail: words,
  error: service === 'BITBUCKET' ? { message: words } : words,
  error_description: words,
  ...(service === 'JIRA'
    ? { errorMessages: [words] }
    : { errors: [{ code: 'NOT_AUTHORIZED', title: words, detail: words, message: words }] }),
});

/** `secret` plain, in hexadecimal and in base64 wherever it begins in a text; the characters it shares with neighbours left out. */
export function needlesFor(name: string, secret: string): [string, string][] {
  const pieces = [0, 1, 2].map((offset): [string, string] => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = bytes.toString('base64');
    return [
      `${name} in base64 at ${offset}`,
      whole.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.byteLength * 8) / 6)),
    ];
  });
  const forUrls = pieces.map(([of, piece]): [string, string] => [
    `${of} for URLs`,
    piece.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
  return [[name, secret], [`${name} in hexadecimal`, Buffer.from(secret).toString('hex')], ...pieces, ...forUrls];
}

/** The mark, and the own part of each key among `credentials`. */
export function canaryNeedles(credentials: readonly JsonObject[]): [string, string][] {
  const keys = credentials.flatMap(({ privateKey }) => (typeof privateKey === 'string' ? [privateKey] : []));
  const runs = keys.flatMap((pem, index) => needlesFor(`canary key ${index + 1}`, RUN.exec(ownPartOf(pem))?.[0] ?? ''));
  return [...needlesFor('a canary', MARK), ...runs];
}
