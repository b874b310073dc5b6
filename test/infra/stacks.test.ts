// The stacks of sample manifests: their names, their dependencies, and refusals of the synthesis.
import { describe, expect, test } from 'vitest';
import { defineManifest, type Manifest } from '../../functions/_kit/manifest.ts';
import { sampleManifests, sampleWorkflow } from '../support/cdk/sample-manifests.ts';
import { synthesize } from '../support/cdk/synthesize.ts';

const { stacks } = synthesize({ manifests: sampleManifests, workflows: [sampleWorkflow] });

describe('the stacks', () => {
  test('are one for data, one for the ways in, and one per domain', () => {
    expect([...stacks.keys()]).toEqual(['stateful', 'edge', 'tenants', 'releases', 'publisher', 'notifiers-slack']);
  });

  test('of domains export nothing, and import from data and the ways in alone', () => {
    for (const [name, template] of stacks) {
      if (name === 'stateful' || name === 'edge') continue;
      const { Outputs = {} } = template.toJSON();
      expect(Object.values<{ Export?: unknown }>(Outputs).filter(({ Export }) => Export)).toEqual([]);
      const imports = [...JSON.stringify(template.toJSON()).matchAll(/"Fn::ImportValue":"([^:"]+):/g)];
      expect(
        new Set(imports.map(([, from]) => from).filter((from) => !/-(?:stateful|edge)$/.test(from ?? ''))),
      ).toEqual(new Set());
    }
  });
});

describe('synthesis refuses', () => {
  const [tenants, releases] = sampleManifests as [Manifest, Manifest];
  const domain = (changes: object) => [{ ...releases, ...changes }] as unknown as typeof sampleManifests;
  const api = releases?.lambdas.api;
  const cases: readonly [string, Parameters<typeof synthesize>[0], RegExp][] = [
    [
      'a variable nobody knows',
      {
        manifests: domain({
          routes: {},
          lambdas: { ...releases?.lambdas, api: { ...api, environment: { shape: { SLACK_TOKEN: {} } } } },
        }),
      },
      /releases: the api function asks for SLACK_TOKEN; known are STAGE,/,
    ],
    [
      'routes without an authorizer',
      { manifests: domain({ machines: [] }) },
      /releases\/\{release\} needs the authorizer/,
    ],
    [
      'a state machine that does not exist',
      { manifests: [{ ...tenants, machines: ['x'] }] },
      /tenants: statemachines\/ has no x/,
    ],
    [
      'a name longer than AWS takes',
      { manifests: [{ ...tenants, domain: 'a-domain-whose-name-is-much-too-long-for-a-function' }] },
      /has \d\d of 64 characters/,
    ],
    [
      'routes without an api function',
      { manifests: domain({ lambdas: {} }) },
      /releases: its manifest needs lambdas.api/,
    ],
    [
      'a placeholder nothing resolves',
      {
        manifests: [{ ...tenants, machines: ['x'] }],
        workflows: [{ name: 'x', machine: { a: '${NoTasksFunctionArn}' } }],
      },
      /x: \$\{NoTasksFunctionArn\} is none of/,
    ],
    [
      'two authorizers',
      {
        manifests: ['a', 'b'].map((name) =>
          defineManifest({
            domain: name,
            routes: {},
            subscriptions: {},
            tasks: {},
            lambdas: sampleManifests[0]?.lambdas ?? {},
          }),
        ),
      },
      /one authorizer, not a,b/,
    ],
  ];

  test.each(cases)('%s', (_, options, message) => {
    expect(() => synthesize(options)).toThrow(message);
  });
});
