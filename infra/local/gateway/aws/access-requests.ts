// The IAM actions and resources that a call of an AWS API needs. Called by callers.ts.
// Source: Service Authorization Reference, per service; DynamoDB transactions are checked item by item, as on AWS.
import type { Json, JsonObject } from '../../contracts.ts';
import type { LocalModel } from '../../template/model.ts';
import { ACCOUNT, REGION } from '../../template/resolution/identity.ts';
import type { AccessRequest } from './grants.ts';

type Model = Pick<LocalModel, 'tables' | 'keys'>;

/** The requests behind `target` (`<prefix>.<operation>`) with this input; all of them must be allowed. */
export function accessRequestsOf(target: string, input: JsonObject, model: Model): AccessRequest[] {
  const [prefix = '', operation = ''] = target.split('.');
  if (prefix.startsWith('DynamoDB')) return dynamoRequests(operation, input, model);
  const derive = SERVICES[prefix];
  return derive ? derive(operation, input, model) : [];
}

const SERVICES: Readonly<Record<string, (operation: string, input: JsonObject, model: Model) => AccessRequest[]>> = {
  AWSStepFunctions: (operation, { stateMachineArn, executionArn }) => [
    { action: `states:${operation}`, resource: text(stateMachineArn ?? executionArn) },
  ],
  AWSEvents: (operation, { Entries }) => {
    if (!Array.isArray(Entries)) return [{ action: `events:${operation}`, resource: undefined }];
    return Entries.map((entry) => {
      const { EventBusName, Source } = entry as JsonObject;
      const context = { 'events:source': [text(Source) ?? ''] };
      return { action: `events:${operation}`, resource: busArn(EventBusName), context };
    });
  },
  TrentService: (operation, { KeyId, EncryptionContext }, { keys }) => {
    const name = text(KeyId)?.replace(/^arn:aws:kms:[^:]*:[^:]*:(?:key\/)?/, '');
    const key = keys.find(({ id, aliases }) => name !== undefined && (id === name || aliases.includes(name)));
    const named = Object.entries((EncryptionContext ?? {}) as JsonObject);
    const context = {
      'kms:EncryptionContext': [],
      ...Object.fromEntries(named.map(([name, value]) => [`kms:EncryptionContext:${name}`, [String(value)]])),
    };
    return [{ action: `kms:${operation}`, resource: key?.arn ?? text(KeyId), context }];
  },
  AmazonSQS: (operation, { QueueUrl }) => {
    const name = text(QueueUrl)?.split('/').at(-1);
    const resource = name === undefined ? undefined : `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
    return [{ action: `sqs:${operation}`, resource }];
  },
  SES: (operation, { FromEmailAddress }) => {
    const mailbox = text(FromEmailAddress);
    const address = mailbox && (/<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox);
    const resource = address && `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${address}`;
    return [{ action: `ses:${operation}`, resource }];
  },
  S3: (operation, { Bucket, Key }) => {
    const object = text(Key) ? `/${text(Key)}` : '';
    return [{ action: `s3:${operation}`, resource: `arn:aws:s3:::${text(Bucket)}${object}` }];
  },
  Lambda: (operation, { FunctionName }) => {
    const name = text(FunctionName)?.replace(/^.*:function:/, '');
    return [{ action: `lambda:${operation}`, resource: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}` }];
  },
};

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function dynamoRequests(operation: string, input: JsonObject, model: Model): AccessRequest[] {
  if (Array.isArray(input.TransactItems)) {
    return input.TransactItems.flatMap((item) =>
      Object.entries(item as JsonObject).map(([kind, part]) =>
        dynamoRequest(TRANSACTION_ACTIONS[kind] ?? kind, part as JsonObject, model),
      ),
    );
  }
  if (typeof input.RequestItems === 'object' && input.RequestItems !== null) {
    return Object.keys(input.RequestItems).map((TableName) => dynamoRequest(operation, { TableName }, model));
  }
  return [dynamoRequest(operation, input, model)];
}

function dynamoRequest(operation: string, input: JsonObject, { tables }: Model): AccessRequest {
  const name = text(input.TableName)?.replace(/^.*:table\//, '');
  const action = `dynamodb:${operation}`;
  if (name === undefined) return { action, resource: undefined };
  const index = input.IndexName === undefined ? '' : `/index/${text(input.IndexName)}`;
  const resource = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}${index}`;
  const partitionKey = tables.find((table) => table.name === name)?.partitionKey;
  const key = ((input.Key ?? input.Item) as JsonObject | undefined)?.[partitionKey ?? ''];
  const value = typeof key === 'object' && key !== null ? Object.values(key)[0] : undefined;
  return value === undefined ? { action, resource } : { action, resource, leadingKeys: [String(value)] };
}

function busArn(nameOrArn: Json | undefined): string {
  const name = text(nameOrArn) ?? 'default';
  return name.startsWith('arn:') ? name : `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
}

function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
