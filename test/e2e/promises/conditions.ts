// The conditions that the OpenAPI document promises, kept by every operation: ETag and If-None-Match of reads, If-Match of changes.
import { describe, expect, it } from 'vitest';
import type { RawReply } from '../../support/raw-request.ts';
import type { Body, TestStack } from '../../support/stack.ts';
import type { Operation } from '../fuzz/document.ts';
import { type Asking, operations, promises } from './requests.ts';

export type Ask = (operation: Operation, asking?: Asking) => Promise<RawReply>;

const table = (isIn: (operation: Operation) => boolean) => operations.filter(([, operation]) => isIn(operation));
const isRead = ({ method }: Operation) => method === 'GET';
const STALE = { 'if-match': '"4711"' };

export const describeEtags = (ask: Ask) =>
  describe('an ETag', () => {
    it.each(table(isRead))(
      'of %s is that of the same request again, which If-None-Match answers 304',
      async (_, operation) => {
        const first = await ask(operation);
        expect([first.status, first.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"[^"]+"$/)]);
        const etag = first.headers.get('etag') ?? '';
        const again = await ask(operation);
        expect([again.headers.get('etag'), again.text]).toEqual([etag, first.text]);
        for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
          const { status, text, headers } = await ask(operation, { headers: { 'if-none-match': known } });
          expect([status, text, headers.get('etag')]).toEqual([304, '', etag]);
        }
        const other = await ask(operation, { headers: { 'if-none-match': '"x"' } });
        expect([other.status, other.text]).toEqual([200, first.text]);
      },
    );
  });

/** The requests that left an item in the table, by the id that its audit entry and its events have. */
async function tracesOf(stack: TestStack, requestIds: readonly string[]): Promise<string[]> {
  const outputs: Body = await (await fetch(`${stack.url}/_local/outputs`)).json();
  const found = new Set<string>();
  let start: Body;
  do {
    const page = await stack.operator.call('DynamoDB_20120810.Scan', {
      TableName: outputs.TableName,
      ...(start && { ExclusiveStartKey: start }),
    });
    const items = page.Items.map((item: Body) => JSON.stringify(item)) as string[];
    for (const id of requestIds) if (items.some((item) => item.includes(id))) found.add(id);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return [...found];
}

const idOf = ({ headers }: RawReply): string => headers.get('x-correlation-id') ?? headers.get('apigw-requestid') ?? '';

export const describeIfMatch = (ask: Ask, stackOf: () => TestStack) =>
  describe('If-Match', () => {
    const promising = table((operation) => promises(operation, 'If-Match'));
    const others = table((operation) => operation.method !== 'GET' && !promises(operation, 'If-Match'));
    const refused = new Map<string, string>();

    it.each(promising)('with another revision is answered 412 by %s', async (name, operation) => {
      const reply = await ask(operation, { headers: STALE });
      expect([reply.status, reply.body.code]).toEqual([412, 'request.precondition_failed']);
      expect(idOf(reply)).not.toBe('');
      refused.set(name, idOf(reply));
    });

    it('with another revision changes nothing', async () => {
      const done = await ask(operationNamed('updateTeam'), { body: { name: 'Backend team' } });
      expect(done.status).toBe(200);
      expect(refused.size).toBe(promising.length);
      expect(await tracesOf(stackOf(), [...refused.values(), idOf(done)])).toEqual([idOf(done)]);
    });

    it.each(promising)('is answered 400 by %s if it is no ETag', async (_, operation) => {
      const { status, body } = await ask(operation, { headers: { 'if-match': '3' } });
      expect([status, body.code]).toEqual([400, 'request.precondition_invalid']);
    });

    it.each(others)('does not matter to %s, which promises nothing', async (_, operation) => {
      const { status, body } = await ask(operation, { headers: STALE });
      expect([status, body?.code]).not.toContain(412);
      expect(body?.code ?? '').not.toMatch(/precondition/);
    });
  });

function operationNamed(name: string): Operation {
  const [, operation] = operations.find(([known]) => known === name) ?? [];
  if (!operation) throw new Error(`no ${name}`);
  return operation;
}
