// Errors, events, ids and keys, which every domain uses.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { systemActor } from '../../../../entities/_base/actors.ts';
import { assertRevision } from '../../../../entities/_base/conflicts.ts';
import { errorCatalogue, isDomainError } from '../../../../entities/_base/errors.ts';
import { defineEvent } from '../../../../entities/_base/events.ts';
import { isId, newId } from '../../../../entities/_base/ids.ts';
import { fillKey } from '../../../../entities/_base/table/keys.ts';

const errors = errorCatalogue('thing', { broken: { status: 409, title: 'It is broken' } });

describe('an error of a catalogue', () => {
  it('has one string for HTTP, logs and state machines', () => {
    const error = errors.broken();
    expect([error.code, error.name, error.status, error.title]).toEqual([
      'thing.broken',
      'thing.broken',
      409,
      'It is broken',
    ]);
    expect(isDomainError(error)).toBe(true);
    expect(isDomainError(new Error('thing.broken'))).toBe(false);
  });

  it('says its detail, or else its title', () => {
    expect(errors.broken({ detail: 'the handle came off' }).message).toBe('the handle came off');
    expect(errors.broken().message).toBe('It is broken');
  });
});

const occasion = {
  tenantId: 'tenant' as never,
  actor: systemActor('tests'),
  correlationId: 'request-1',
  at: Date.parse('2026-03-01T12:00:00.000Z'),
};
const Done = defineEvent('things', 'ThingDone', 2, () => z.object({ what: z.string() }));

describe('an event', () => {
  it('tells source, type, version, tenant, time, actor and correlation', () => {
    expect(Done.create(occasion, 'thing-1', { what: 'x' })).toEqual({
      source: 'windlass.things',
      detailType: 'ThingDone',
      subjectId: 'thing-1',
      detail: {
        id: expect.any(String),
        version: 2,
        tenantId: 'tenant',
        occurredAt: '2026-03-01T12:00:00.000Z',
        actor: { type: 'SYSTEM', id: 'tests', name: 'Windlass' },
        correlationId: 'request-1',
        data: { what: 'x' },
      },
    });
  });

  it('comes back as it was sent', () => {
    const { detail } = Done.create(occasion, 'thing-1', { what: 'x' });
    expect(Done.parse(JSON.parse(JSON.stringify(detail)))).toEqual(detail);
  });

  const { detail } = Done.create(occasion, 'thing-1', { what: 'x' });
  it.each([
    ['of another version', { ...detail, version: 1 }],
    ['without a tenant', { ...detail, tenantId: undefined }],
    ['with other data', { ...detail, data: { what: 7 } }],
    ['with a time that is none', { ...detail, occurredAt: 'yesterday' }],
    ['with an actor of no kind', { ...detail, actor: { type: 'CAT', id: 'x', name: 'x' } }],
    ['that is none', 'x'],
  ])('is refused when it is one %s', (_, value) => {
    expect(() => Done.parse(value)).toThrow(z.ZodError);
  });

  it('is not made of wrong data', () => {
    expect(() => Done.create(occasion, 'thing-1', { what: 7 } as never)).toThrow(z.ZodError);
  });
});

describe('an id', () => {
  it('sorts by the time it was made', () => {
    const ids = [3, 1, 2].map((second) => newId(Date.UTC(2026, 0, 1, 0, 0, second)));
    expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
  });

  it.each([
    [newId(), true],
    ['0192f000-0000-7000-8000-00000000dead', true],
    ['0192F000-0000-7000-8000-00000000DEAD', false],
    ['0192f000-0000-4000-8000-00000000dead', false],
    ['payments-api@1.0.0', false],
    ['', false],
  ])('%s has the form of one: %s', (text, expected) => {
    expect(isId(text)).toBe(expected);
  });
});

describe('fillKey', () => {
  it('fills every name', () => {
    expect(fillKey('T#${tenantId}#X#${id}', { tenantId: 't', id: 7 })).toBe('T#t#X#7');
  });
  it('refuses a key with a hole in it', () => {
    expect(() => fillKey('T#${tenantId}', {})).toThrow('needs tenantId');
  });
});

describe('assertRevision', () => {
  it.each([undefined, 1])('lets %s pass at revision 1', (revision) => {
    expect(() => assertRevision({ revision }, { revision: 1 })).not.toThrow();
  });

  it.each([
    [0, { revision: 1 }],
    [2, { revision: 1 }],
    [1, undefined],
  ])('refuses %s of %j', (revision, stored) => {
    expect(() => assertRevision({ revision }, stored)).toThrow(
      expect.objectContaining({ code: 'request.precondition_failed' }),
    );
  });
});
