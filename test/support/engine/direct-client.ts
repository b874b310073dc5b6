// The SDK's client without its middle: a request is posted as the command's own JSON, neither signed nor copied for a log, in a
// third of the time. Middlewares of tests stay. The functions' client meets the engine in test/e2e and the bench.
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as dynamodb from '@aws-sdk/client-dynamodb';

const MIDDLE = ['logger', 'contentLength', 'getUserAgent', 'hostHeader', 'recursionDetection', 'retry', 'httpSigning'];

/** The engine looks at the shape of a signature only. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260301T120000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260301/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=test',
};

interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Problem = Readonly<{ __type: string; message?: string; Message?: string }>;
type Exceptions = Record<string, new (of: object) => dynamodb.DynamoDBServiceException>;

/** The SDK's own exception of this name. */
function exceptionOf(statusCode: number, problem: Problem): Error {
  const name = problem.__type.replace(/^.*#/, '');
  const Exception = (dynamodb as unknown as Exceptions)[name] ?? dynamodb.DynamoDBServiceException;
  const $metadata = { httpStatusCode: statusCode };
  const message = problem.message ?? problem.Message ?? name;
  return Object.assign(new Exception({ name, $metadata, $fault: 'client' }), problem, { message });
}

export function directClient(endpoint: string): dynamodb.DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new dynamodb.DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(endpoint);

  /** As the functions' client, it sends a request again that lost its connection, if that was kept from one before. */
  const post = ({ headers, body }: Posted): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options: RequestOptions = { hostname, port, agent, headers, method: 'POST' };
      const sent = request(options, resolve);
      sent.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = sent.reusedSocket && error.code === 'ECONNRESET';
        if (!isStale) return reject(error);
        request({ ...options, agent: false }, resolve)
          .on('error', reject)
          .end(body);
      });
      sent.end(body);
    });

  const { middlewareStack } = client;
  for (const name of MIDDLE) middlewareStack.remove(`${name}Middleware`);
  middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const body = JSON.stringify(args.input);
        const target = `DynamoDB_20120810.${String(commandName).replace(/Command$/, '')}`;
        const headers = { ...HEADERS, 'x-amz-target': target, 'content-length': `${Buffer.byteLength(body)}` };
        return next({ ...args, request: { headers, body } satisfies Posted });
      },
    { step: 'serialize', name: 'serializerMiddleware', override: true },
  );
  middlewareStack.add(
    () => async (args) => {
      const response = await post((args as unknown as { request: Posted }).request);
      const answer = JSON.parse(await text(response));
      const { statusCode = 0 } = response;
      if (statusCode >= 300) throw exceptionOf(statusCode, answer);
      return { response, output: { $metadata: { httpStatusCode: statusCode }, ...answer } };
    },
    { step: 'deserialize', name: 'deserializerMiddleware', override: true },
  );
  const { destroy } = client;
  client.destroy = () => {
    agent.destroy();
    destroy.call(client);
  };
  return client;
}
