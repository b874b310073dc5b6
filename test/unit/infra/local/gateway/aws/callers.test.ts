// Grants are real: what a function's role does not allow is refused by the AWS endpoint, as on AWS.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';
import { createCallers } from '../../../../../../infra/local/gateway/aws/callers.ts';
import { isAllowed, matchesPattern } from '../../../../../../infra/local/gateway/aws/grants.ts';
import type { LocalModel } from '../../../../../../infra/local/template/model.ts';
import type { PolicyStatement } from '../../../../../../infra/local/template/reading/grants.ts';

const ROLE = 'arn:aws:iam::000000000000:role/worker';
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const TABLE = arn('dynamodb', 'table/things');

const statement = (actions: string[], resources: string[], fields: Partial<PolicyStatement> = {}): PolicyStatement => ({
  effect: 'Allow',
  actions,
  resources,
  conditions: {},
  ...fields,
});

const KEEP_AUDIT = statement(['dynamodb:DeleteItem'], [TABLE], {
  effect: 'Deny',
  conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
});

function check(statements: PolicyStatement[], target: string, input: JsonObject, caller = 'worker') {
  const model = {
    functions: [{ name: 'worker', roleArn: ROLE }],
    tables: [{ name: 'things', partitionKey: 'pk' }],
    keys: [{ id: 'key-1', arn: arn('kms', 'key/key-1'), aliases: ['alias/seal'] }],
    grants: new Map([[ROLE, statements]]),
  } as unknown as LocalModel;
  return () => createCallers(model).authorize(caller, target, input);
}

const put = (pk: string) => ({ Put: { TableName: 'things', Item: { pk: { S: pk } } } });
const remove = (pk: string) => ({ Delete: { TableName: 'things', Key: { pk: { S: pk } } } });
const DYNAMO = 'DynamoDB_20120810';

describe('a call by a function', () => {
  const allowed: [string, PolicyStatement[], string, JsonObject][] = [
    ['of a granted action', [statement(['dynamodb:GetItem'], [TABLE])], `${DYNAMO}.GetItem`, { TableName: 'things' }],
    ['of a wildcard action', [statement(['dynamodb:*'], [TABLE])], `${DYNAMO}.PutItem`, { TableName: 'things' }],
    [
      'on an index',
      [statement(['dynamodb:Query'], [`${TABLE}/index/*`])],
      `${DYNAMO}.Query`,
      { TableName: 'things', IndexName: 'by' },
    ],
    [
      'of a transaction of granted actions',
      [statement(['dynamodb:PutItem', 'dynamodb:DeleteItem'], [TABLE])],
      `${DYNAMO}.TransactWriteItems`,
      { TransactItems: [put('a'), remove('b')] },
    ],
    [
      'on a partition that a conditional denial spares',
      [statement(['dynamodb:*'], [TABLE]), KEEP_AUDIT],
      `${DYNAMO}.TransactWriteItems`,
      { TransactItems: [put('AUDIT#1'), remove('THING#1')] },
    ],
    [
      'of PutEvents on its bus',
      [statement(['events:PutEvents'], [arn('events', 'event-bus/main')])],
      'AWSEvents.PutEvents',
      { Entries: [{ EventBusName: 'main' }] },
    ],
    [
      'of a key by its alias',
      [statement(['kms:Encrypt'], [arn('kms', 'key/key-1')])],
      'TrentService.Encrypt',
      { KeyId: 'alias/seal' },
    ],
    [
      'of a mail from an identity',
      [statement(['ses:SendEmail'], [arn('ses', 'identity/releases@acme.example')])],
      'SES.SendEmail',
      { FromEmailAddress: '"Acme" <releases@acme.example>' },
    ],
    ['that names no resource', [statement(['kms:Decrypt'], [arn('kms', 'key/key-1')])], 'TrentService.Decrypt', {}],
    [
      'of a batch, which is the single action',
      [statement(['sqs:SendMessage'], [arn('sqs', 'jobs')])],
      'AmazonSQS.SendMessage',
      { QueueUrl: 'http://127.0.0.1/000000000000/jobs' },
    ],
  ];
  test.each(allowed)('%s is let through', (_name, statements, target, input) => {
    expect(check(statements, target, input)).not.toThrow();
  });

  const denied: [string, PolicyStatement[], string, JsonObject, string][] = [
    ['without any grant', [], `${DYNAMO}.GetItem`, { TableName: 'things' }, `dynamodb:GetItem on resource: ${TABLE}`],
    [
      'on another resource',
      [statement(['dynamodb:*'], [arn('dynamodb', 'table/other')])],
      `${DYNAMO}.GetItem`,
      { TableName: 'things' },
      TABLE,
    ],
    [
      'on an index that is not granted',
      [statement(['dynamodb:Query'], [TABLE])],
      `${DYNAMO}.Query`,
      { TableName: 'things', IndexName: 'by' },
      '/index/by',
    ],
    [
      'of a transaction with one action too many',
      [statement(['dynamodb:PutItem'], [TABLE])],
      `${DYNAMO}.TransactWriteItems`,
      { TransactItems: [put('a'), remove('b')] },
      'dynamodb:DeleteItem',
    ],
    [
      'of a mail without the grant',
      [statement(['dynamodb:*'], [TABLE])],
      'SES.SendEmail',
      { FromEmailAddress: 'releases@acme.example' },
      'ses:SendEmail on resource: arn:aws:ses:us-east-1:000000000000:identity/releases@acme.example',
    ],
    [
      'that a denial names',
      [statement(['*'], ['*']), statement(['states:*'], ['*'], { effect: 'Deny' })],
      'AWSStepFunctions.StartExecution',
      { stateMachineArn: 'arn:x' },
      'states:StartExecution',
    ],
    [
      'on a partition that a conditional denial names',
      [statement(['dynamodb:*'], [TABLE]), KEEP_AUDIT],
      `${DYNAMO}.TransactWriteItems`,
      { TransactItems: [remove('AUDIT#1')] },
      'dynamodb:DeleteItem',
    ],
  ];
  test.each(denied)('%s is refused', (_name, statements, target, input, message) => {
    expect(check(statements, target, input)).toThrow(message);
    expect(check(statements, target, input)).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
  });

  test('the operator may do everything', () => {
    expect(check([], `${DYNAMO}.GetItem`, { TableName: 'things' }, 'operator')).not.toThrow();
  });
});

describe('isAllowed', () => {
  test('takes an unknown condition as met for an Allow and as not met for a Deny', () => {
    const conditions = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    const request = { action: 's3:GetObject', resource: 'arn:x' };
    expect(isAllowed([statement(['s3:*'], ['*'], { conditions })], request)).toBe(true);
    const deny = statement(['s3:*'], ['*'], { conditions, effect: 'Deny' });
    expect(isAllowed([statement(['s3:*'], ['*']), deny], request)).toBe(true);
  });
});

describe('matchesPattern', () => {
  test.each([
    ['a*c', 'abbc', true],
    ['a?c', 'abc', true],
    ['a?c', 'abbc', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['T#*#AUDIT#*', 'T#1#AUDIT#x', true],
  ])('%s against %s is %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });
});

describe('a condition', () => {
  const asks = (action: string, conditions: JsonObject) => [statement([action], ['*'], { conditions })];
  const open = (EncryptionContext?: JsonObject) => ({
    KeyId: 'key-1',
    ...(EncryptionContext === undefined ? {} : { EncryptionContext }),
  });
  const NAMED = asks('kms:Decrypt', { Null: { 'kms:EncryptionContext:tenant': 'false' } });
  const OWN = asks('events:PutEvents', { StringLike: { 'events:source': ['windlass.*'] } });
  const events = (...sources: string[]) => ({
    Entries: sources.map((Source) => ({ EventBusName: 'main', Source, DetailType: 'T', Detail: '{}' })),
  });

  test.each([
    ['an encryption context that it asks for', NAMED, 'TrentService.Decrypt', open({ tenant: 't' }), true],
    ['another encryption context', NAMED, 'TrentService.Decrypt', open({ other: 't' }), false],
    ['no encryption context', NAMED, 'TrentService.Decrypt', open(), false],
    ['a source that it allows', OWN, 'AWSEvents.PutEvents', events('windlass.releases'), true],
    ['a source of somebody else', OWN, 'AWSEvents.PutEvents', events('ci.jenkins'), false],
    ['a source of somebody else among its own', OWN, 'AWSEvents.PutEvents', events('windlass.a', 'ci.b'), false],
  ])('is held to: %s (S17)', (_, statements, target, input, isAllowed) => {
    const call = check(statements, target, input as JsonObject);
    if (isAllowed) expect(call).not.toThrow();
    else expect(call).toThrow('is not authorized');
  });
});
