// Requests to AWS services without the SDK's clients, signed by Signature Version 4. The SDK's client of SES would be 61 KB of a bundle and
// that of S3 more, as their operations cannot be left out one by one; its signer and its HTTP are in every bundle.
import { buffer } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { readEnvironment } from '../env.ts';

/** The account of the deployment, as Lambda names it to every function. */
export interface AwsAccount {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another address of the service: the local runtime's. */
  readonly endpoint?: string | undefined;
}

const ofFunction = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL_SESV2: z.string().optional(),
  AWS_ENDPOINT_URL_S3: z.string().optional(),
});

/** The account for one service. */
export function accountFor(service: 'SESV2' | 'S3'): AwsAccount {
  const environment = readEnvironment(ofFunction);
  return {
    region: environment.AWS_REGION,
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`],
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      ...(environment.AWS_SESSION_TOKEN && { sessionToken: environment.AWS_SESSION_TOKEN }),
    },
  };
}

interface SignedRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address of the service, without characters that need an escape. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface SignedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends requests to the service at `address`; each gives up after `timeoutMs`. Throws if no answer comes. */
export function createSignedHttp(
  service: 'ses' | 's3',
  address: string,
  { region, credentials }: AwsAccount,
  timeoutMs: number,
) {
  // S3 alone signs paths as they are.
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  const http = new NodeHttpHandler();
  const { protocol, hostname, port, host, pathname } = new URL(address);
  return async ({ method, path, headers, body }: SignedRequest): Promise<SignedAnswer> => {
    const request = new HttpRequest({
      method,
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname.replace(/\/$/, '') + path,
      headers: { host, ...headers },
      ...(body !== undefined && { body }),
    });
    const signed = (await signer.sign(request)) as HttpRequest;
    const { response } = await http.handle(signed, { abortSignal: AbortSignal.timeout(timeoutMs) });
    return { status: response.statusCode, headers: response.headers, body: await buffer(response.body) };
  };
}
