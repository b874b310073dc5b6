// The publisher while the bus fails: every event of the stream reaches the bus, per subject in order.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { publishRecords } from '../../functions/publisher/publisher.ts';
import { dice } from '../support/dice.ts';
import { drain, outboxRecord, TENANT } from '../unit/functions/publisher/stream-records.ts';

const bus = mockClient(EventBridgeClient);
const client = new EventBridgeClient({ region: 'us-east-1' });

beforeEach(() => bus.reset());
afterAll(() => bus.restore());

describe('the publisher with 20% failures', () => {
  it('loses none of 10,000 events and keeps the order of first deliveries per subject', async () => {
    const random = dice(7);
    const records = Array.from({ length: 10_000 }, (_, position) =>
      outboxRecord(position, { subjectId: `release-${Math.floor(random() * 200)}`, eventId: `event-${position}` }),
    );
    const delivered: string[] = [];
    bus.on(PutEventsCommand).callsFake(({ Entries = [] }: PutEventsCommandInput) => {
      const fate = random();
      if (fate < 0.02) throw new Error('reset before the call was taken');
      const results = Entries.map(({ Detail = '' }) => {
        if (random() < 0.2) return { ErrorCode: 'ThrottlingException' };
        delivered.push(JSON.parse(Detail).id);
        return { EventId: 'taken' };
      });
      if (fate < 0.04) throw new Error('reset after the call was taken');
      return { Entries: results };
    });
    const deps = {
      sendEvents: (Entries: PutEventsCommandInput['Entries']) => client.send(new PutEventsCommand({ Entries })),
      readChannels: async (_tenantId: string, events: readonly unknown[]) => events.map(() => []),
      busName: 'windlass',
      setAside: async () => {},
      pause: async () => {},
      random,
    };
    // Some invocations run out of time half-way.
    const timeLeft = () => (random() < 0.03 ? 0 : 60_000);

    await drain(records, 100, (event) => publishRecords(event, deps, timeLeft));

    expect(new Set(delivered).size).toBe(10_000);
    const positionOf = (id: string) => Number(id.slice('event-'.length));
    const lastOfSubject = new Map<string, number>();
    for (const id of new Set(delivered)) {
      const position = positionOf(id);
      const subject = records[position]?.dynamodb?.NewImage?.pk?.S ?? '';
      expect(position).toBeGreaterThan(lastOfSubject.get(subject) ?? -1);
      lastOfSubject.set(subject, position);
    }
  });
});

describe('the function', () => {
  it('puts the records of its stream on the bus that its environment names, even while its table does not answer', async () => {
    vi.stubEnv('EVENT_BUS_NAME', 'windlass-test');
    vi.stubEnv('TABLE_NAME', 'windlass-table');
    vi.stubEnv('DEAD_LETTERS_URL', 'https://sqs.us-east-1.amazonaws.com/123456789012/dead');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    // Reads its environment when it is loaded.
    const { handler } = await import('../../functions/publisher/stream.handler.ts');
    const table = mockClient(DynamoDBClient).rejects(new Error('the table does not answer'));
    onTestFinished(() => table.restore());
    bus.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'taken' }] });
    const record = outboxRecord(1, { subjectId: 'release-1', eventId: 'event-1' });
    const context = { getRemainingTimeInMillis: () => 60_000 } as never;

    expect(await handler({ Records: [record] }, context)).toEqual({ batchItemFailures: [] });
    expect(bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries).toEqual([
      {
        EventBusName: 'windlass-test',
        Source: 'windlass.releases',
        DetailType: 'ReleaseStarted',
        Detail: `{"id":"event-1","tenantId":"${TENANT}","version":1,"channels":["SLACK","EMAIL","JIRA","LINEAR","WEBHOOK"]}`,
      },
    ]);
  });
});
