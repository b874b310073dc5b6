// Requests of every operation of the OpenAPI document, with the document's example as body and something existing in their path.
import { openapiOf, readFacts } from '../../../infra/documents/openapi/openapi.ts';
import { manifests } from '../../../infra/manifests.ts';
import { type RawReply, rawRequest } from '../../support/raw-request.ts';
import type { Body, TestStack } from '../../support/stack.ts';
import { type Node, type Operation, operationsOf } from '../fuzz/document.ts';

export const document: Node = JSON.parse(JSON.stringify(openapiOf(manifests, readFacts())));

const BASE = '/api/v1/{tenant}';

/** Every operation with a tenant and a caller, by its name. */
export const operations: readonly (readonly [string, Operation])[] = operationsOf(document)
  .filter(({ path, isOpen }) => path.startsWith(`${BASE}/`) && !isOpen)
  .map((operation) => [operation.name, operation]);

const examples = new Map<string, unknown>(
  Object.values<Node>(document.paths)
    .flatMap((methods) => Object.values<Node>(methods))
    .map(({ operationId, requestBody }) => [operationId, requestBody?.content['application/json'].example]),
);

/** The names of the query parameters. */
export const queryOf = ({ parameters }: Operation): string[] =>
  parameters.filter((one) => one.in === 'query').map(({ name }) => name);

/** A promised header, e.g. `If-Match`. */
export const promises = ({ parameters }: Operation, header: string): boolean =>
  parameters.some(({ in: place, name }) => place === 'header' && name === header);

export const isList = (operation: Operation): boolean =>
  operation.method === 'GET' && queryOf(operation).includes('limit') && !operation.path.endsWith('.csv');

/** Parameters of paths; `pipeline` and `target` are the integration of a release. */
export type Things = Readonly<Record<string, string>>;

/** A query without which the operation answers nothing. */
const NEEDED: Readonly<Record<string, string>> = {
  findComponentVersions: 'digest',
  searchTenant: 'q',
  suggestVersions: 'service',
};

type Query = Readonly<Record<string, unknown>>;

export function pathOf({ name, path }: Operation, things: Things, query: Query = {}): string {
  const filled = path.slice(BASE.length).replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const [, part = parameter] = /\/(pipeline|target)s\/\{integration\}/.exec(path) ?? [];
    const thing = things[parameter === 'integration' ? part : parameter];
    if (thing === undefined) throw new Error(`${name}: nothing for ${parameter}`);
    return encodeURIComponent(thing);
  });
  const needed = NEEDED[name];
  const asked = { ...(needed !== undefined && { [needed]: things[needed] }), ...query };
  const search = new URLSearchParams(
    Object.entries(asked).map(([field, value]): [string, string] => [field, String(value)]),
  );
  return `${filled}${search.size === 0 ? '' : `?${search}`}`;
}

export interface Asking {
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** The example of the document by default. */
  readonly body?: Body;
  readonly token?: string;
  readonly tenant?: string;
}

/** The ADMIN's request of an operation. */
export const asker =
  ({ url, credentials }: TestStack, things: Things) =>
  (operation: Operation, asking: Asking = {}): Promise<RawReply> => {
    const { query, headers = {}, token = credentials.tokens.admin, tenant = credentials.tenant.slug } = asking;
    return rawRequest(`${url}/api/v1/${tenant}${pathOf(operation, things, query)}`, {
      method: operation.method,
      token,
      body: asking.body ?? examples.get(operation.name),
      headers,
    });
  };
