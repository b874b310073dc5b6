// Replies by their schemas: what the schema does not name is never sent, and a reply that does not fit is told.
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { parseReply } from '../../../../../functions/_kit/http/reply.ts';

const person = z.strictObject({ id: z.string(), mail: z.string().optional() });

describe('parseReply', () => {
  it.each<[string, z.ZodType | undefined, unknown, unknown]>([
    ['a reply that fits', person, { id: 'a' }, { id: 'a' }],
    ['no schema: nothing', undefined, { id: 'a' }, undefined],
    ['no body: nothing', person, undefined, undefined],
    ['a loose object as it is', z.looseObject({ id: z.string() }), { id: 'a', more: 1 }, { id: 'a', more: 1 }],
  ])('sends %s', (_, schema, body, sent) => {
    const misfit = vi.fn();
    expect(parseReply('getPerson', schema, body, misfit)).toEqual(sent);
    expect(misfit).not.toHaveBeenCalled();
  });

  const secret = { secret: 'canary' };
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['an object', person, { id: 'a', ...secret }, { id: 'a' }],
    ['a wrong value', person, { id: 1, ...secret }, { id: 1 }],
    ['a list', z.array(person), [{ id: 'a', ...secret }], [{ id: 'a' }]],
    ['something optional', person.optional(), { id: 'a', ...secret }, { id: 'a' }],
    ['something nullable', z.nullable(person), { id: 'a', ...secret }, { id: 'a' }],
    ['a schema that is made late', z.lazy(() => person), { id: 'a', ...secret }, { id: 'a' }],
    ['a record', z.record(z.string(), person), { x: { id: 'a', ...secret } }, { x: { id: 'a' } }],
    ['a union', z.union([z.strictObject({ n: z.number() }), person]), { id: 'a', ...secret }, { id: 'a' }],
    ['a union that takes no form of it', z.union([person, z.strictObject({ n: z.number() })]), secret, undefined],
    ['an object where a text stands', z.strictObject({ id: z.string() }), { id: secret }, {}],
    ['a list where a text stands', z.strictObject({ id: z.string() }), { id: [secret] }, {}],
    [
      'a schema deep within',
      z.strictObject({ of: z.array(person) }),
      { of: [{ id: 'a', ...secret }] },
      { of: [{ id: 'a' }] },
    ],
  ])('sends of %s what the schema names, and tells that it does not fit', (_, schema, body, sent) => {
    const misfit = vi.fn();
    const reply = parseReply('getPerson', schema, body, misfit);
    expect(JSON.stringify(reply)).toBe(JSON.stringify(sent));
    expect(misfit).toHaveBeenCalledExactlyOnceWith('getPerson', expect.any(Array));
  });
});
