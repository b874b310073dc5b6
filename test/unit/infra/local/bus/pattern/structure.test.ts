// How the parts of an event pattern combine: fields are and, lists are or, $or, arrays of events and dotted names.
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../../../infra/local/bus/pattern/pattern.ts';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';

interface Case {
  readonly name: string;
  readonly pattern: JsonObject;
  readonly match?: readonly JsonObject[];
  readonly noMatch?: readonly JsonObject[];
}

const CASES: readonly Case[] = [
  {
    name: 'wants all of the fields',
    pattern: { source: ['a'], detail: { state: ['on'] } },
    match: [{ source: 'a', detail: { state: 'on', more: 1 }, more: 1 }],
    noMatch: [{ source: 'a', detail: { state: 'off' } }, { source: 'b', detail: { state: 'on' } }, { source: 'a' }, {}],
  },
  {
    name: 'wants any of the values of a list, operators among them',
    pattern: { state: ['on', 3, null, { prefix: 'o' }, { numeric: ['>', 100] }, { exists: false }] },
    match: [{ state: 'on' }, { state: 3 }, { state: null }, { state: 'off' }, { state: 101 }, {}],
    noMatch: [{ state: 'no' }, { state: 4 }, { state: false }],
  },
  {
    name: 'takes any element of an array of the event',
    pattern: { resources: ['b', { prefix: 'c' }] },
    match: [{ resources: ['a', 'b'] }, { resources: ['x', 'cc'] }, { resources: 'b' }, { resources: [['b']] }],
    noMatch: [{ resources: ['a'] }, { resources: [] }, { resources: { b: 'b' } }],
  },
  {
    name: 'takes anything-but of an array by its elements',
    pattern: { tags: [{ 'anything-but': 'a' }] },
    match: [{ tags: ['a', 'b'] }],
    noMatch: [{ tags: ['a'] }, { tags: [] }],
  },
  {
    name: 'finds null inside arrays but not in empty ones',
    pattern: { tags: [null] },
    match: [{ tags: [null] }, { tags: ['a', null] }],
    noMatch: [{ tags: [] }, { tags: ['null'] }],
  },
  {
    name: 'wants fields of an array of objects from one element',
    pattern: { builds: { name: ['ios'], state: ['failed'] } },
    match: [
      {
        builds: [
          { name: 'web', state: 'ok' },
          { name: 'ios', state: 'failed' },
        ],
      },
    ],
    noMatch: [
      {
        builds: [
          { name: 'ios', state: 'ok' },
          { name: 'web', state: 'failed' },
        ],
      },
    ],
  },
  {
    name: 'lets fields of different arrays come from different elements',
    pattern: { a: { x: [1] }, b: { y: [2] } },
    match: [{ a: [{ x: 0 }, { x: 1 }], b: [{ y: 2 }, { y: 0 }] }],
  },
  {
    name: 'keeps nested arrays apart by the element they are in',
    pattern: { a: { b: { x: [1], y: [2] } } },
    match: [{ a: [{ b: [{ x: 0 }] }, { b: [{ x: 1, y: 2 }] }] }],
    noMatch: [{ a: [{ b: [{ x: 1 }] }, { b: [{ y: 2 }] }] }],
  },
  {
    name: 'keeps arrays directly inside arrays apart',
    pattern: { a: { x: [1], y: [2] } },
    match: [{ a: [[{ x: 0 }], [{ x: 1, y: 2 }]] }],
    noMatch: [{ a: [[{ x: 1 }], [{ y: 2 }]] }],
  },
  {
    name: 'finds a field that only some elements have',
    pattern: { list: { id: [{ exists: true }] } },
    match: [{ list: [{ other: 1 }, { id: 'x' }] }],
    noMatch: [{ list: [{ other: 1 }] }],
  },
  {
    name: 'reads a dotted name of the pattern as a path',
    pattern: { 'detail.state.status': ['on'] },
    match: [{ detail: { state: { status: 'on' } } }, { detail: { 'state.status': 'on' } }],
    noMatch: [{ detail: { state: 'on' } }],
  },
  {
    name: 'reads a dotted name of the event as a path',
    pattern: { detail: { state: { status: ['on'] } } },
    match: [{ 'detail.state': { status: 'on' } }],
  },
  {
    name: 'lets the last of two same fields stand',
    pattern: { detail: { state: ['off'] }, 'detail.state': ['on'] },
    match: [{ detail: { state: 'on' } }],
    noMatch: [{ detail: { state: 'off' } }],
  },
  {
    name: 'does not look inside text',
    pattern: { detail: { key: ['value'] } },
    noMatch: [{ detail: '{"key":"value"}' }],
  },
  {
    name: 'lets any object of $or hold, with the other fields',
    pattern: { source: ['a'], $or: [{ x: [1] }, { y: [2], z: [3] }] },
    match: [
      { source: 'a', x: 1 },
      { source: 'a', y: 2, z: 3 },
    ],
    noMatch: [{ source: 'a', y: 2 }, { source: 'b', x: 1 }, { source: 'a' }],
  },
  {
    name: 'reads $or below a field and beside another $or',
    pattern: { $or: [{ a: [1] }, { b: [1] }], detail: { $or: [{ c: [1] }, { d: { e: [1] } }] } },
    match: [
      { a: 1, detail: { c: 1 } },
      { b: 1, detail: { d: { e: 1 } } },
    ],
    noMatch: [{ a: 1 }, { detail: { c: 1 } }, { a: 1, c: 1 }, { a: 1, detail: { e: 1 } }],
  },
  {
    name: 'reads $or inside $or',
    pattern: { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] },
    match: [{ a: 1, b: 1 }, { a: 1, c: 1 }, { d: 1 }],
    noMatch: [{ a: 1 }, { b: 1, c: 1 }],
  },
  {
    name: 'combines $or with operators and missing fields',
    pattern: { $or: [{ count: [{ numeric: ['>', 5] }] }, { state: [{ exists: false }] }] },
    match: [{ count: 6, state: 'on' }, { count: 1 }],
    noMatch: [{ count: 1, state: 'on' }],
  },
];

const rowsOf = (which: 'match' | 'noMatch') =>
  CASES.flatMap(({ name, pattern, ...events }) => (events[which] ?? []).map((event) => ({ name, pattern, event })));

describe('a pattern', () => {
  it.each(rowsOf('match'))('$name: $event matches', ({ pattern, event }) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  it.each(rowsOf('noMatch'))('$name: $event does not match', ({ pattern, event }) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  it('leaves pattern and event as they were', () => {
    const pattern = { detail: { state: [{ prefix: 'o' }] } };
    const event = { detail: { state: ['on'] } };

    compilePattern(pattern)(event);

    expect([pattern, event]).toEqual([{ detail: { state: [{ prefix: 'o' }] } }, { detail: { state: ['on'] } }]);
  });
});
