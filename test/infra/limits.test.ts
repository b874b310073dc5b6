// The deployment stays within half of AWS's limits, as it is and with 20 more domains; and every domain that no other domain needs can be
// removed.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import { machineSubstitution, readWorkflows, substitutionName } from '../../infra/constructs/workflow.ts';
import { manifests } from '../../infra/manifests.ts';
import { generateDomains } from '../support/cdk/generated-domains.ts';
import { type Resource, resourcesOf, synthesize } from '../support/cdk/synthesize.ts';

/** CloudFormation: resources and outputs of a stack, bytes of a template. HTTP API: routes, integrations. IAM, Lambda, SQS. */
const LIMITS = {
  resources: 500,
  outputs: 200,
  templateBytes: 1_000_000,
  routes: 300,
  integrations: 300,
  rolePolicyBytes: 10_240,
  environmentBytes: 4096,
  queuePolicyBytes: 8192,
  busPolicyBytes: 10_240,
  rules: 300,
  machineBytes: 1_048_576,
} as const;

const machineNames = manifests.flatMap(({ machines }) => machines ?? []);
const workflows = await readWorkflows(join(import.meta.dirname, '../../statemachines'), machineNames);
const generated = generateDomains(20);

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const largest = (sizes: readonly number[]): number => Math.max(0, ...sizes);
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** The statements of every inline policy of a role, by the logical id of the role. */
function rolePolicies(policies: readonly Resource[]): number[] {
  const byRole = Map.groupBy(policies, ({ Properties }) => JSON.stringify(Properties.Roles));
  return [...byRole.values()].map((group) => sum(group.map(({ Properties }) => bytes(Properties.PolicyDocument))));
}

describe.each([
  ['Windlass', manifests, workflows],
  ['Windlass and 20 domains more', [...manifests, ...generated.manifests], [...workflows, ...generated.workflows]],
])('%s', (_, all, machines) => {
  const synthesized = synthesize({ manifests: all, workflows: machines });
  const { stacks, application, stateful } = synthesized;
  const templates = [...stacks.values()];
  const of = (type: string) => Object.values(resourcesOf(application, type));
  const used: Readonly<Record<keyof typeof LIMITS, number>> = {
    resources: largest(templates.map((one) => Object.keys(one.toJSON().Resources).length)),
    outputs: largest(templates.map((one) => Object.keys(one.toJSON().Outputs ?? {}).length)),
    templateBytes: largest(templates.map((one) => bytes(one.toJSON()))),
    routes: of('AWS::ApiGatewayV2::Route').length,
    integrations: of('AWS::ApiGatewayV2::Integration').length,
    rolePolicyBytes: largest(rolePolicies(of('AWS::IAM::Policy'))),
    environmentBytes: largest(of('AWS::Lambda::Function').map((one) => bytes(one.Properties.Environment.Variables))),
    queuePolicyBytes: largest(of('AWS::SQS::QueuePolicy').map((one) => bytes(one.Properties.PolicyDocument))),
    busPolicyBytes: sum(of('AWS::Events::EventBusPolicy').map((one) => bytes(one.Properties.Statement))),
    rules: of('AWS::Events::Rule').length,
    machineBytes: largest(of('AWS::StepFunctions::StateMachine').map((one) => bytes(one.Properties.DefinitionString))),
  };

  test.each(Object.entries(LIMITS))('uses at most half of the limit of %s, %i', (name, limit) => {
    const value = used[name as keyof typeof LIMITS];
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(limit / 2);
  });

  test('describes functions in the 256 characters that Lambda takes', () => {
    const longest = largest(of('AWS::Lambda::Function').map(({ Properties }) => Properties.Description.length));
    expect(longest).toBeLessThanOrEqual(256);
  });

  test('is clean by cdk-nag', () => {
    expect(synthesized.findings).toEqual([]);
  });

  test('has data in the one stack that no manifest touches', () => {
    expect(resourcesOf(stateful, 'AWS::Lambda::Function')).toEqual({});
    expect([...of('AWS::DynamoDB::Table'), ...of('AWS::KMS::Key'), ...of('AWS::S3::Bucket')]).toEqual([]);
  });
});

describe('a domain', () => {
  const calls = ({ domain, machines = [] }: Manifest): readonly string[] => {
    const called = [substitutionName(domain), ...machines.map(machineSubstitution)];
    return workflows
      .filter(({ machine }) => called.some((name) => JSON.stringify(machine).includes(`\${${name}}`)))
      .map(({ name }) => name);
  };
  /** Domains that fail without `domain`: their machines call its tasks or start its machines, or their routes ask its authorizer. */
  const dependants = (needed: Manifest): readonly string[] =>
    needed.lambdas.authorizer
      ? ['every route']
      : manifests
          .filter((other) => other !== needed && other.machines?.some((name) => calls(needed).includes(name)))
          .map((other) => other.domain);
  const removable = manifests.filter((manifest) => dependants(manifest).length === 0);
  const { stacks } = synthesize({ manifests, workflows });

  test('that another needs is needed by few', () => {
    const needed = manifests.filter((manifest) => !removable.includes(manifest)).map(({ domain }) => domain);
    expect(needed.length).toBeLessThan(manifests.length / 2);
  });

  test.each(removable.map((manifest) => [manifest.domain, manifest] as const))(
    '%s can be removed, and the rest does not change',
    (domain, manifest) => {
      const rest = synthesize({ manifests: manifests.filter((other) => other !== manifest), workflows });
      const name = domain.replaceAll('/', '-');
      expect([...rest.stacks.keys()]).toEqual([...stacks.keys()].filter((one) => one !== name));
      // Routes of the domain may have kept a root from being one domain's; the policy of the bus names its roles.
      for (const [stack, template] of rest.stacks) {
        if (stack === 'edge') continue;
        const names = (one: typeof template | undefined) =>
          Object.keys(one?.toJSON().Resources ?? {}).filter((id) => !/Routes/.test(id));
        expect(names(template)).toEqual(names(stacks.get(stack)));
      }
    },
  );

  test.each(manifests.flatMap(({ domain, machines = [] }) => machines.map((machine) => [machine, domain])))(
    'owns %s (%s) alone',
    (machine, owner) => {
      const owners = manifests.filter(({ machines }) => machines?.includes(machine)).map(({ domain }) => domain);
      expect(owners).toEqual([owner]);
    },
  );
});
