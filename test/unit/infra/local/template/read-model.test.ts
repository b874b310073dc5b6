// From assemblies to models: what a template says is what runs, and what is not supported stops with one line.
import { describe, expect, test } from 'vitest';
import { readModel } from '../../../../../infra/local/template/read-model.ts';
import { functionResource, type Resources, type StackSource, writeAssembly } from '../../../../support/cdk/assembly.ts';

const URL = 'http://127.0.0.1:4100';
const read = (stack: StackSource, bundles: Record<string, string> = {}) =>
  readModel(writeAssembly({ App: stack }, bundles), URL);
const readResources = (Resources: Resources, bundles: Record<string, string> = {}) => read({ Resources }, bundles);

const table = (properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...properties,
  },
});

describe('readModel', () => {
  test('reads stacks in dependency order and joins them by exports', () => {
    const assembly = writeAssembly(
      {
        Application: {
          dependencies: ['Data'],
          Resources: {
            Fn: functionResource('fn', { Environment: { Variables: { TABLE: { 'Fn::ImportValue': 'Data:Table' } } } }),
          },
        },
        Data: {
          Resources: { Table: table({ TableName: 'things' }) },
          Outputs: { Shared: { Value: { Ref: 'Table' }, Export: { Name: 'Data:Table' } } },
        },
      },
      { fn: '' },
    );
    const model = readModel(assembly, URL);
    expect(model.functions[0]?.environment).toEqual({ TABLE: 'things' });
    expect(model.outputs).toEqual({ Shared: 'things' });
  });

  test('gives the same names at every start to what has none', () => {
    const names = () => readResources({ Table: table(), Queue: { Type: 'AWS::SQS::Queue' } });
    expect(names().tables[0]?.name).toBe('App-Table');
    expect(names().queues[0]?.arn).toBe('arn:aws:sqs:us-east-1:000000000000:App-Queue');
  });

  test('reads a table with its stream and time to live', () => {
    const [model] = readResources({
      Table: table({
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    }).tables;
    expect(model).toMatchObject({
      partitionKey: 'pk',
      ttlAttribute: 'expires',
      definition: { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    });
    expect(model?.definition).not.toHaveProperty('PointInTimeRecoverySpecification');
  });

  test('does not resolve the properties of types without local meaning', () => {
    const Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { Anything: { 'Fn::Unknown': 1 } } };
    expect(readResources({ Alarm, Table: table() }).tables).toHaveLength(1);
  });

  test('points the address CDK spells out for an API at the gateway', () => {
    const address = {
      'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/x']],
    };
    const model = readResources(
      {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
        Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' } },
        Fn: functionResource('fn', {
          Environment: { Variables: { A: address, B: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
        }),
      },
      { fn: '' },
    );
    expect(model.functions[0]?.environment).toEqual({ A: `${URL}/x`, B: URL });
  });

  const machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'flow',
      RoleArn: 'arn:aws:iam::000000000000:role/flow',
      DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Fn}","End":true}}}',
      DefinitionSubstitutions: {
        Fn: { 'Fn::Join': [':', ['arn:aws:lambda', { Ref: 'AWS::Region' }, '000000000000:function:fn']] },
      },
    },
  };

  test('puts substitutions into a state machine, also by the physical name of a function of another stack', () => {
    const stacks = { Flow: { Resources: { Machine: machine } }, Tasks: { Resources: { Fn: functionResource('fn') } } };
    expect(readModel(writeAssembly(stacks, { fn: '' }), URL).stateMachines).toMatchObject([
      {
        arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow',
        definition: { States: { A: { Resource: 'arn:aws:lambda:us-east-1:000000000000:function:fn' } } },
      },
    ]);
  });

  test('gathers the statements of a role from inline and attached policies', () => {
    const document = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const { grants } = readResources({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'reader',
          Policies: [{ PolicyName: 'a', PolicyDocument: document('s3:GetObject') }],
        },
      },
      Attached: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'b', PolicyDocument: document('sqs:SendMessage'), Roles: [{ Ref: 'Role' }] },
      },
    });
    const actions = grants.get('arn:aws:iam::000000000000:role/reader')?.flatMap((statement) => statement.actions);
    expect(actions?.sort()).toEqual(['s3:GetObject', 'sqs:SendMessage']);
  });

  const rule = (properties: object) => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['a'] }, ...properties },
  });
  const refused: [string, Resources, string][] = [
    [
      'a type it does not know',
      { Db: { Type: 'AWS::RDS::DBInstance' } },
      'Db: Type: AWS::RDS::DBInstance is not supported',
    ],
    [
      'a condition of a resource',
      { Table: { ...table(), Condition: 'Never' } },
      'Table: Condition: this resource attribute is not supported',
    ],
    ['a custom resource', { Mine: { Type: 'Custom::Thing' } }, 'Mine: Type: Custom::Thing is not supported'],
    [
      'a property it does not know',
      { Table: table({ KinesisStreamSpecification: {} }) },
      'Table: KinesisStreamSpecification: ',
    ],
    [
      'a nested property it does not know',
      { Rule: rule({ Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:x', HttpParameters: {} }] }) },
      'Rule: Targets.HttpParameters: is not supported',
    ],
    [
      'a rule whose target is no queue',
      { Rule: rule({ Targets: [{ Id: 'a', Arn: 'arn:aws:lambda:x' }] }) },
      'Rule: Targets.Arn: ',
    ],
    [
      'a value it does not know',
      { Table: table({ BillingMode: 'PROVISIONED' }) },
      'Table: BillingMode: "PROVISIONED" is not supported',
    ],
    [
      'another runtime',
      { Fn: functionResource('fn', { Runtime: 'python3.13' }) },
      'Fn: Runtime: "python3.13" is not supported',
    ],
    ['code that is no asset', { Fn: functionResource('gone') }, 'Fn: Code: is not a directory asset of this assembly'],
    ['a schedule', { Rule: rule({ ScheduleExpression: 'rate(1 day)' }) }, 'Rule: ScheduleExpression: '],
    [
      'a rule whose target is not there',
      { Rule: rule({ Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:000000000000:gone' }] }) },
      'Rule: Targets.Arn: arn:aws:sqs:us-east-1:000000000000:gone is not in the template',
    ],
    [
      'a state machine whose function no stack has',
      { Machine: machine },
      'Machine: DefinitionString: arn:aws:lambda:us-east-1:000000000000:function:fn is not in the template',
    ],
    ['a pattern that is none', { Rule: rule({ EventPattern: { source: 'a' } }) }, 'Rule: EventPattern: '],
  ];
  test.each(refused)('refuses %s', (_name, resources, message) => {
    expect(() => readResources(resources, { fn: '' })).toThrow(message);
  });

  test('refuses a resource attribute it does not know', () => {
    const resource = { ...table(), CreationPolicy: {} } as Resources[string];
    expect(() => readResources({ Table: resource })).toThrow(
      'Table: CreationPolicy: this resource attribute is not supported',
    );
  });

  test('refuses two outputs of one name', () => {
    const output = (Value: string): StackSource => ({ Resources: {}, Outputs: { Name: { Value } } });
    expect(() => readModel(writeAssembly({ A: output('1'), B: output('2') }), URL)).toThrow(
      'B/Outputs: Name: another stack',
    );
  });
});
