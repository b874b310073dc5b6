// The conditions of the deployed policies: which events, which sealed credentials, which way in.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readWorkflows } from '../../infra/constructs/workflow.ts';
import { manifests } from '../../infra/manifests.ts';
import { resourceOf, resourcesOf, synthesize } from '../support/cdk/synthesize.ts';

const context = {
  stage: 'prod',
  ciSenders: ['arn:aws:iam::123456789012:role/ci', '210987654321'],
  busOperators: ['arn:aws:iam::123456789012:role/operator'],
};
const machines = manifests.flatMap((manifest) => manifest.machines ?? []);
const workflows = await readWorkflows(join(import.meta.dirname, '../../statemachines'), machines);
const { application } = synthesize({ manifests, workflows, context });

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: unknown;
}
const statementsWith = (action: string): readonly Statement[] =>
  Object.values(resourcesOf(application, 'AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter(({ Action }) => [Action].flat().includes(action));
const ofRole = (prefix: string, action: string) =>
  (resourceOf(application, 'AWS::IAM::Policy', prefix).Properties.PolicyDocument.Statement as Statement[]).find(
    ({ Action }) => [Action].flat().includes(action),
  );

describe('the credential key', () => {
  test.each(['kms:Encrypt', 'kms:Decrypt'])('%s asks for the names of tenant and integration (S17)', (action) => {
    const statements = statementsWith(action);
    expect(statements.length).toBeGreaterThan(0);
    for (const { Condition } of statements) {
      expect(Condition).toEqual({
        Null: { 'kms:EncryptionContext:tenant': 'false', 'kms:EncryptionContext:integration': 'false' },
      });
    }
  });
});

describe('the bus', () => {
  test('takes of the publisher our own events, and of webhooks what they bring (S17)', () => {
    const sourcesOf = (prefix: string) => ofRole(prefix, 'events:PutEvents')?.Condition;
    expect(sourcesOf('PublisherStreamRole')).toEqual({ StringLike: { 'events:source': ['windlass.*'] } });
    expect(sourcesOf('IntakeApiRole')).toEqual({ StringLike: { 'events:source': ['ci.*', 'windlass.chat'] } });
    expect(statementsWith('events:PutEvents')).toHaveLength(2);
  });

  const policies = Object.values(resourcesOf(application, 'AWS::Events::EventBusPolicy'));
  const statementOf = (id: string) =>
    policies.find(({ Properties }) => Properties.StatementId === id)?.Properties.Statement;
  const roleOf = (name: string) => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:role/${name}`]],
  });

  test('refuses our own events to everybody but our functions and named operators (S17)', () => {
    expect(statementOf('OwnEvents')).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'events:PutEvents',
      Condition: {
        StringLike: { 'events:source': 'windlass.*' },
        ArnNotLike: {
          'aws:PrincipalArn': [
            roleOf('windlass-prod-intake-api'),
            roleOf('windlass-prod-publisher-stream'),
            'arn:aws:iam::123456789012:role/operator',
          ],
        },
      },
    });
  });

  test('refuses events of CI systems to everybody but webhooks and the senders that the deployment names (S17)', () => {
    expect(statementOf('CiEvents')).toMatchObject({
      Effect: 'Deny',
      Condition: {
        StringLike: { 'events:source': 'ci.*' },
        ArnNotLike: { 'aws:PrincipalArn': [roleOf('windlass-prod-intake-api'), 'arn:aws:iam::123456789012:role/ci'] },
        StringNotEquals: { 'aws:PrincipalAccount': ['210987654321'] },
      },
    });
    expect(statementOf('Account210987654321')).toMatchObject({
      Effect: 'Allow',
      Condition: { StringLike: { 'events:source': 'ci.*' } },
    });
  });
});

describe('the endpoint of API Gateway', () => {
  const endpointOf = (more: object) =>
    resourceOf(
      synthesize({ manifests: [], context: { stage: 'prod', ...more } }).application,
      'AWS::ApiGatewayV2::Api',
      '',
    ).Properties.DisableExecuteApiEndpoint;

  test('is off beside a name of its own, and on without one (S17)', () => {
    const domain = { domain: 'w.example', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x' };
    expect([endpointOf(domain), endpointOf({})]).toEqual([true, false]);
  });
});
