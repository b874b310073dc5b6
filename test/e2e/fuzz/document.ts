// The OpenAPI document as the fuzz reads it: its operations, and the judge of every answer.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { WireReply } from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema, or a part of the document
export type Node = any;

export interface Operation {
  readonly name: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Node[];
  readonly body: Node | undefined;
  readonly responses: Readonly<Record<string, Node>>;
  readonly isOpen: boolean;
}

/** Follows a reference of the document. */
export function resolved(document: Node, node: Node): Node {
  if (typeof node?.$ref !== 'string') return node;
  const found = node.$ref
    .slice(2)
    .split('/')
    .reduce((at: Node, key: string) => at?.[key], document);
  if (found === undefined) throw new Error(`the document has no ${node.$ref}`);
  return resolved(document, found);
}

export const operationsOf = (document: Node): Operation[] =>
  Object.entries<Node>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Node>(methods).map(
      ([method, { operationId, parameters = [], requestBody, responses, security }]) => ({
        name: operationId,
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((one: Node) => resolved(document, one)),
        body: requestBody?.content['application/json'].schema,
        responses: Object.fromEntries(
          Object.entries(responses).map(([status, response]) => [status, resolved(document, response)]),
        ),
        isOpen: security.length === 0,
      }),
    ),
  );

/** Answers that are about no operation: the path or the method does not exist. */
const WITHOUT_ROUTE: Readonly<Record<number, string>> = { 404: 'route.not_found', 405: 'route.method_not_allowed' };
const NEEDED_HEADERS: Readonly<Record<number, string>> = {
  201: 'location',
  304: 'etag',
  401: 'www-authenticate',
  405: 'allow',
  429: 'retry-after',
};

/** A content type without its parameters. */
const bare = (type: string): string => type.replace(/;.*/, '');

/** Says what is wrong with an answer, or undefined. */
export function createJudge(document: Node) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'openapi.json', components: document.components });
  const validators = new Map<Node, ValidateFunction>();
  const validatorOf = (schema: Node): ValidateFunction => {
    const known = validators.get(schema);
    if (known) return known;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/'));
    const validate = ajv.compile(absolute);
    validators.set(schema, validate);
    return validate;
  };

  function judgeBody(content: Node, { headers, text }: WireReply): string | undefined {
    if (content === undefined) return text === '' ? undefined : 'has a body where the document has none';
    const type = bare(String(headers['content-type'] ?? ''));
    const [, media] = Object.entries<Node>(content).find(([known]) => [type, '*/*'].includes(bare(known))) ?? [];
    if (media === undefined) return `has the content type ${type || '(none)'}`;
    if (!/json$/.test(type) || media.schema.type === 'string') return undefined;
    const validate = validatorOf(media.schema);
    if (validate(JSON.parse(text))) return undefined;
    const [error] = validate.errors ?? [];
    return `does not fit its schema: ${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`;
  }

  return (operation: Operation, method: string, reply: WireReply): string | undefined => {
    const { status, headers, text } = reply;
    if (status >= 500) return `is a ${status}`;
    const needed = NEEDED_HEADERS[status];
    if (needed !== undefined && headers[needed] === undefined) return `is a ${status} without ${needed}`;
    // Another method may be of another route, as `GET /invitations/accept` is of `/invitations/{invitation}`; HEAD has no body.
    if (method !== operation.method) return undefined;
    const code = status in WITHOUT_ROUTE && /^{/.test(text) ? JSON.parse(text).code : undefined;
    if (code !== undefined && code === WITHOUT_ROUTE[status]) {
      return judgeBody({ 'application/problem+json': { schema: document.components.schemas.Problem } }, reply);
    }
    const response = operation.responses[status];
    if (response === undefined) return `is a ${status}, which the document does not list`;
    const wrong = judgeBody(response.content, reply);
    return wrong === undefined ? undefined : `is a ${status} that ${wrong}`;
  };
}
