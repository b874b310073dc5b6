// The channels of an event, read from a real table when it is published.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../../../../entities/_base/table/keys.ts';
import { createRawTable, type RawTable } from '../../../../entities/_base/table/raw-table.ts';
import { integrationKeys } from '../../../../entities/integrations/integration.keys.ts';
import { releaseKeys } from '../../../../entities/releases/release.keys.ts';
import { webhookKeys } from '../../../../entities/webhooks/webhook.keys.ts';
import { createReadChannels } from '../../../../functions/publisher/channels.ts';
import { type Outgoing, readRecord } from '../../../../functions/publisher/outbox-record.ts';
import { startTable } from '../../../support/table.ts';
import { outboxRecord, TENANT } from './stream-records.ts';

let table: RawTable;
let stop: () => Promise<void>;

beforeEach(async () => {
  const started = await startTable();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: started.endpoint, region: 'us-east-1', credentials });
  table = createRawTable(client, started.table.name);
  stop = started.stop;
});
afterEach(() => stop());

const integration = (kind: string, integrationId: string, type: string) =>
  table.put({ ...keyOf(integrationKeys, { tenantId: TENANT, kind, integrationId }), type });
const release = (releaseId: string, uses: object) =>
  table.put({ ...keyOf(releaseKeys, { tenantId: TENANT, releaseId }), releaseId, ...uses });
const webhook = (webhookId: string, events: string[], isActive = true) =>
  table.put({ ...keyOf(webhookKeys, { tenantId: TENANT, webhookId }), webhookId, events, isActive });

const about = (data: object) => readRecord(outboxRecord(1, event(data))) as Outgoing;
const event = (data: object) => ({ subjectId: 'x', eventId: 'e', detail: JSON.stringify({ version: 1, data }) });
const channelsOf = (...data: object[]) => createReadChannels(table)(TENANT, data.map(about));

describe('an event of a release', () => {
  it.each([
    ['Slack and Jira', { communicationIntegrationId: 'slack', ticketIntegrationId: 'jira' }, ['SLACK', 'JIRA']],
    ['mail and Linear', { communicationIntegrationId: 'mail', ticketIntegrationId: 'linear' }, ['EMAIL', 'LINEAR']],
    ['a chat alone', { communicationIntegrationId: 'slack' }, ['SLACK']],
    ['nothing', {}, []],
    ['an integration that was deleted', { communicationIntegrationId: 'deleted' }, []],
  ])('that has %s goes there and nowhere else', async (_, uses, expected) => {
    await integration('COMMUNICATION', 'slack', 'SLACK');
    await integration('COMMUNICATION', 'mail', 'EMAIL');
    await integration('TICKET', 'jira', 'JIRA');
    await integration('TICKET', 'linear', 'LINEAR');
    await release('r1', uses);
    expect(await channelsOf({ releaseId: 'r1' })).toEqual([expected]);
  });

  it('that was deleted goes nowhere', async () => {
    await integration('COMMUNICATION', 'slack', 'SLACK');
    expect(await channelsOf({ releaseId: 'deleted' })).toEqual([[]]);
  });

  it('goes where its own release has it told, whatever else is in its batch', async () => {
    await integration('COMMUNICATION', 'slack', 'SLACK');
    await release('r1', { communicationIntegrationId: 'slack' });
    await release('r2', {});
    expect(await channelsOf({ releaseId: 'r2' }, { releaseId: 'r1' }, {}, { releaseId: 'r1' })).toEqual([
      [],
      ['SLACK'],
      ['SLACK'],
      ['SLACK'],
    ]);
  });
});

describe('an event of the tenant', () => {
  it('goes to each type of chat that the tenant has', async () => {
    await integration('COMMUNICATION', 'one', 'SLACK');
    await integration('COMMUNICATION', 'two', 'SLACK');
    await integration('COMMUNICATION', 'mail', 'EMAIL');
    await integration('TICKET', 'jira', 'JIRA');
    expect(await channelsOf({ trainId: 't1' })).toEqual([['SLACK', 'EMAIL']]);
  });
});

describe('a notification that is sent again', () => {
  it('goes through its own channel alone', async () => {
    await integration('COMMUNICATION', 'slack', 'SLACK');
    await webhook('w1', ['*']);
    expect(await channelsOf({ subjectId: 'r1', channel: 'JIRA' })).toEqual([['JIRA']]);
  });
});

describe('webhooks', () => {
  it.each([
    ['every event', ['*'], true, ['WEBHOOK']],
    ['this type', ['ReleaseStarted'], true, ['WEBHOOK']],
    ['another type', ['ReleaseReleased'], true, []],
    ['every event, but switched off', ['*'], false, []],
  ])('that want %s', async (_, events, isActive, expected) => {
    await webhook('w1', events, isActive);
    expect(await channelsOf({ releaseId: 'r1' })).toEqual([expected]);
  });
});

it('throws when the table does not answer, so that the event goes everywhere instead of waiting', async () => {
  const never = () => new Promise<never>(() => undefined);
  const reading = createReadChannels({ getMany: never, query: never }, 10)(TENANT, [about({ releaseId: 'r1' })]);
  await expect(reading).rejects.toThrow('the table does not answer');
});
