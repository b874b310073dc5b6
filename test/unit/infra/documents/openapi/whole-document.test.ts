// The document of all manifests: names of the main resources, and an example of every body and every answer that fits its schema.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../../../../functions/_kit/manifest.ts';
import { openapiOf, readFacts } from '../../../../../infra/documents/openapi/openapi.ts';
import { manifests } from '../../../../../infra/manifests.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of the document
type Node = any;

const document: Node = JSON.parse(JSON.stringify(openapiOf(manifests, readFacts())));
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
ajv.addSchema({ $id: 'openapi.json', components: document.components });
const validators = new Map<string, ReturnType<typeof ajv.compile>>();
function validate(schema: Node) {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/');
  const known = validators.get(text) ?? ajv.compile(JSON.parse(text));
  validators.set(text, known);
  return known;
}

const resolved = ({ $ref, ...node }: Node): Node =>
  $ref
    ? $ref
        .slice(2)
        .split('/')
        .reduce((at: Node, key: string) => at[key], document)
    : node;

/** Every body and every answer with content, by operation and status. */
const media: [string, Node][] = Object.values<Node>(document.paths)
  .flatMap((methods) => Object.values<Node>(methods))
  .flatMap(({ operationId, requestBody, responses }) =>
    Object.entries<Node>({ ...(requestBody && { body: requestBody }), ...responses }).flatMap(([where, part]) =>
      Object.entries<Node>(resolved(part).content ?? {}).map(([type, one]): [string, Node] => [
        `${operationId} ${where} ${type}`,
        one,
      ]),
    ),
  );
const operationsById = new Map<string, Node>(
  Object.values<Node>(document.paths).flatMap((methods) =>
    Object.values<Node>(methods).map((operation): [string, Node] => [operation.operationId, operation]),
  ),
);
const routes = manifests
  .flatMap(({ routes }) => Object.entries<Route>(routes))
  .filter(([name]) => operationsById.has(name));

describe('an example of the document', () => {
  it('is in every body and every answer, and fits its JSON schema', () => {
    expect(media.length).toBeGreaterThan(1000);
    const wrong = media.flatMap(([where, { schema, example }]) => {
      if (example === undefined) return [`${where} has none`];
      const check = validate(schema);
      return check(example) ? [] : [`${where} ${ajv.errorsText(check.errors)}`];
    });
    expect(wrong).toEqual([]);
  });

  it('is what the route takes or answers, rules included that JSON schema cannot say', () => {
    const wrong = routes.flatMap(([name, { body, reply, status }]) => {
      const { requestBody, responses } = operationsById.get(name);
      const parts = [
        [body, requestBody?.content['application/json'].example],
        [reply, responses[status].content?.['application/json']?.example],
      ] as const;
      return parts.flatMap(([schema, example]) => {
        const error = schema?.safeParse(example).error;
        return error ? [`${name} ${error.message}`] : [];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('is refused by the checks if it does not fit', () => {
    const [, { schema, example }] = media.find(([where]) => where === 'getRelease 200 application/json') ?? ['', {}];
    expect(validate(schema)({ ...example, version: 1 })).toBe(false);
    expect(operationsById.get('createTrain').requestBody.content['application/json'].example.rrule).toContain('FREQ');
  });
});

describe('the schemas of the document', () => {
  const names = Object.keys(document.components.schemas);

  it('have the names of the main resources', () => {
    const main = [
      'Approval',
      'AuditEntry',
      'Component',
      'Integration',
      'Pipeline',
      'Problem',
      'Release',
      'Runbook',
      'Service',
    ];
    const further = ['Session', 'Target', 'Team', 'Tenant', 'Token', 'Train', 'User', 'Webhook'];
    expect(names).toEqual(expect.arrayContaining([...main, ...further]));
  });

  it('have the name of the resource where it is answered', () => {
    const answered = (name: string) => {
      const [, response] =
        Object.entries<Node>(operationsById.get(name).responses).find(([status]) => status < '300') ?? [];
      return response.content['application/json'].schema.$ref.replace('#/components/schemas/', '');
    };
    const expected = {
      createRelease: 'Release',
      decideApproval: 'Approval',
      getRelease: 'Release',
      kickOffRelease: 'ChangedRelease',
      listApprovals: 'ApprovalList',
      listAuditEntries: 'AuditEntryList',
      listIntegrations: 'IntegrationList',
      listProviders: 'ProviderList',
      listReleases: 'ReleaseList',
      listSessions: 'SessionList',
      rollOutTarget: 'Target',
      triggerPipeline: 'Pipeline',
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, answered(name)]))).toEqual(expected);
  });

  it('are named after an operation only if nothing else answers them', () => {
    expect(names.filter((name) => name.endsWith('Reply'))).toEqual(['ReceiveArrivalReply']);
  });
});
