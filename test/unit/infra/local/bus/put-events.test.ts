// PutEvents and TestEventPattern as callers see them.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { BUS_ARN, BusFixture, entryOf, QUEUE_ARN, ruleOf } from './bus-fixture.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('PutEvents', () => {
  it('makes the whole event of an entry', () => {
    const fixture = new BusFixture();

    const answer = fixture.put(entryOf({ id: 'r1' }, { Resources: ['arn:r1'], Time: 1_772_366_400.75 }));

    const id = (answer.Entries as JsonObject[])[0]?.EventId;
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(UUID) }] });
    expect(fixture.sent).toEqual([
      {
        queue: QUEUE_ARN,
        event: {
          version: '0',
          id,
          'detail-type': 'ReleaseCreated',
          source: 'windlass.releases',
          account: '111122223333',
          time: '2026-03-01T12:00:00Z',
          region: 'eu-west-1',
          resources: ['arn:r1'],
          detail: { id: 'r1' },
        },
      },
    ]);
  });

  it('takes the time it came, in whole seconds, and no resources where an entry names none', () => {
    const fixture = new BusFixture();

    fixture.put(entryOf());

    expect(fixture.sent[0]?.event).toMatchObject({ time: '2026-03-01T12:00:00Z', resources: [] });
  });

  it('knows a bus by its ARN, and the default bus without rules', () => {
    const fixture = new BusFixture();

    const answer = fixture.put(entryOf({}, { EventBusName: BUS_ARN }), entryOf({}, { EventBusName: 'default' }));

    expect([answer.FailedEntryCount, fixture.sent.length]).toEqual([0, 1]);
  });

  const mistakes: readonly (readonly [string, JsonObject, string, string])[] = [
    [
      'no source',
      { Source: '' },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'no type',
      { DetailType: null },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'no detail',
      { Detail: '' },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['broken detail', { Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a list as detail', { Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a text as detail', { Detail: '"a"' }, 'MalformedDetail', 'Detail is malformed.'],
    ['null as detail', { Detail: 'null' }, 'MalformedDetail', 'Detail is malformed.'],
    ["AWS's own source", { Source: 'aws.ec2' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
    ['an unknown bus', { EventBusName: 'other' }, 'ResourceNotFoundException', 'Event bus other does not exist.'],
    [
      'a time that is none',
      { Time: 'soon' },
      'InvalidArgument',
      'Parameter Time is not valid. Reason: It is not a timestamp',
    ],
    [
      'resources that are no list',
      { Resources: 'arn' },
      'InvalidArgument',
      'Parameter Resources is not valid. Reason: It is not a list of strings',
    ],
    [
      'an unknown field',
      { Colour: 'red' },
      'InvalidArgument',
      'Parameter Colour is not valid. Reason: It is not a field of an entry',
    ],
  ];

  it.each(mistakes)('fails an entry with %s and takes its neighbours', (_name, overrides, code, message) => {
    const fixture = new BusFixture();

    const answer = fixture.put(entryOf({ n: 1 }), entryOf({ n: 2 }, overrides), entryOf({ n: 3 }));

    expect(answer).toEqual({
      FailedEntryCount: 1,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: code, ErrorMessage: message },
        { EventId: expect.any(String) },
      ],
    });
    expect(fixture.details).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('fails entries with InternalException where a fault is injected, and does not send them', () => {
    const faults = [true, false];
    const fixture = new BusFixture({ faults: () => faults.shift() ?? false });

    const answer = fixture.put(entryOf({ n: 1 }), entryOf({ n: 2 }));

    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalException' }, {}] });
    expect(fixture.details).toEqual([{ n: 2 }]);
  });

  const half = { text: 'x'.repeat(131_000) };
  const refused: readonly (readonly [string, JsonObject, RegExp])[] = [
    ['without entries', {}, /must be a list/],
    ['with an empty list', { Entries: [] }, /greater than or equal to 1/],
    ['with eleven entries', { Entries: Array.from({ length: 11 }, () => entryOf()) }, /less than or equal to 10/],
    ['over 256 KB together', { Entries: [entryOf(half), entryOf(half), entryOf(half)] }, /over the limit/],
    ['to a global endpoint', { EndpointId: 'a.b', Entries: [entryOf()] }, /EndpointId is not supported/],
  ];

  it.each(refused)('refuses a request %s and records nothing', (_name, request, message) => {
    const fixture = new BusFixture();

    const put = () => fixture.bus.operations.PutEvents?.(request);

    expect(put).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringMatching(message) }),
    );
    expect(fixture.sent).toEqual([]);
  });

  it('takes ten entries of just under 256 KB', () => {
    const entries = Array.from({ length: 10 }, () => entryOf({ text: 'é'.repeat(13_000) }));

    expect(new BusFixture().put(...entries).FailedEntryCount).toBe(0);
  });
});

describe('a rule', () => {
  it('gets the events of its bus that its pattern matches, on each of its queues', () => {
    const rules = [
      ruleOf({ pattern: { detail: { n: [1] } }, targets: [{ arn: 'first' }, { arn: 'second' }] }),
      ruleOf({ pattern: { detail: { n: [2] } }, targets: [{ arn: 'third' }] }),
      ruleOf({ enabled: false, targets: [{ arn: 'fourth' }] }),
      ruleOf({ busName: 'default', targets: [{ arn: 'fifth' }] }),
    ];
    const fixture = new BusFixture({ rules });

    fixture.put(entryOf({ n: 1 }), entryOf({ n: 3 }));

    expect(fixture.sent.map(({ queue }) => queue)).toEqual(['first', 'second']);
  });

  it('gets all events of a request or none: an error between two of them takes the first one back', () => {
    const broken = new Error('the disk is full');
    let sends = 0;
    const fixture = new BusFixture({
      onSend: () => {
        sends += 1;
        if (sends === 2) throw broken;
      },
    });

    expect(() => fixture.put(entryOf({ n: 1 }), entryOf({ n: 2 }))).toThrow(broken);
    expect(fixture.sent).toEqual([]);
    fixture.put(entryOf({ n: 1 }), entryOf({ n: 2 }));
    expect(fixture.details).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('with an invalid pattern stops the bus from being created', () => {
    expect(() => new BusFixture({ rules: [ruleOf({ pattern: { source: [] } })] })).toThrow(/Empty arrays/);
  });
});

describe('TestEventPattern', () => {
  const test = (EventPattern: string, Event: string) =>
    new BusFixture().bus.operations.TestEventPattern?.({ EventPattern, Event });
  const event = { id: '1', account: '1', source: 'a', time: 't', region: 'r', 'detail-type': 'b' };

  it.each([
    ['{"source":["a"]}', true],
    ['{"source":["b"]}', false],
    ['{"resources":[{"exists":false}]}', true],
  ])('answers %s with %s', (pattern, expected) => {
    expect(test(pattern, JSON.stringify(event))).toEqual({ Result: expected });
  });

  it.each([
    ['a broken pattern', '{', JSON.stringify(event), 'InvalidEventPatternException'],
    ['an invalid pattern', '{"source":"a"}', JSON.stringify(event), 'InvalidEventPatternException'],
    ['a broken event', '{"source":["a"]}', '{', 'ValidationException'],
  ])('refuses %s', (_name, pattern, tested, code) => {
    expect(() => test(pattern, tested)).toThrow(expect.objectContaining({ code }));
  });

  it.each(Object.keys(event))('refuses an event without %s', (field) => {
    const { [field as keyof typeof event]: _left, ...rest } = event;
    expect(() => test('{"source":["a"]}', JSON.stringify(rest))).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });
});
