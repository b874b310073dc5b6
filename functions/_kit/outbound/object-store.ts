// Objects in a bucket of Amazon S3 that are written once and never changed. An object that exists is never replaced.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
import { createHash } from 'node:crypto';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type AwsAccount, accountFor, createSignedHttp, type SignedAnswer } from './signed-http.ts';

/** Two attempts fit in the time of an API function. */
const TIMEOUT_MS = 4_000;
const ATTEMPTS = 2;
const PAUSE_MS = 200;

export interface ObjectStore {
  /** Puts the bytes unless the key has an object, which then is left as it is. `key` has no characters that need an escape. */
  putOnce(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined if the key has no object. */
  get(key: string): Promise<Buffer | undefined>;
}

export const connectObjectStore = (bucket: string): ObjectStore => createObjectStore(bucket, accountFor('S3'));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Throws `integration.unavailable` if S3 does not answer or cannot now; other errors name S3's code and no secrets. */
export function createObjectStore(bucket: string, account: AwsAccount): ObjectStore {
  const { region, endpoint } = account;
  // By path only where the address is given: S3 itself has an address for each bucket.
  const address = endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${endpoint}/${bucket}`;
  const send = createSignedHttp('s3', address, account, TIMEOUT_MS);

  /** Again once after no answer, and after one that may be another soon. */
  async function sendPatiently(request: Parameters<typeof send>[0]): Promise<SignedAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await send(request).catch(() => undefined);
      if (answer && (!isPassing(answer) || attempt === ATTEMPTS)) return answer;
      if (attempt === ATTEMPTS) throw integrationErrors.unavailable({ detail: 'Amazon S3 did not answer' });
      await pause(PAUSE_MS);
    }
  }

  return {
    async putOnce(key, bytes) {
      const headers = {
        'if-none-match': '*',
        'content-length': String(bytes.byteLength),
        // A bucket with a retention wants a checksum with each object.
        'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
        'x-amz-sdk-checksum-algorithm': 'SHA256',
      };
      const answer = await sendPatiently({ method: 'PUT', path: `/${key}`, headers, body: bytes });
      // 412: the object exists.
      if (answer.status !== 200 && answer.status !== 412) throw failureOf(answer);
    },

    async get(key) {
      const answer = await sendPatiently({ method: 'GET', path: `/${key}` });
      if (answer.status === 200) return answer.body;
      if (answer.status === 404 && codeOf(answer) === 'NoSuchKey') return undefined;
      throw failureOf(answer);
    },
  };
}

/** An error of S3 itself, or a write of the same key at the same time (409). */
const isPassing = ({ status }: SignedAnswer): boolean => status >= 500 || status === 409 || status === 429;

const codeOf = ({ body }: SignedAnswer): string => /<Code>(\w+)<\/Code>/.exec(body.toString('utf8'))?.[1] ?? '';

function failureOf(answer: SignedAnswer): Error {
  const detail = `Amazon S3 answered ${answer.status} ${codeOf(answer)}`.trim();
  return isPassing(answer) ? integrationErrors.unavailable({ detail }) : new Error(detail);
}
