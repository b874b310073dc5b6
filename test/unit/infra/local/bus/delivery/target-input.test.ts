// The part of an event that a target receives, by its Input, InputPath or InputTransformer.
import { describe, expect, it } from 'vitest';
import { compileInput } from '../../../../../../infra/local/bus/delivery/target-input.ts';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import type { RuleTargetModel } from '../../../../../../infra/local/template/model.ts';

const RULE = { name: 'every', arn: 'arn:aws:events:eu-west-1:1:rule/every' };
const EVENT: JsonObject = {
  id: 'e1',
  source: 'ci.jenkins',
  detail: {
    state: 'on',
    count: 3,
    ok: true,
    none: null,
    quoted: 'say "hi"\n$& <state>',
    'build-no': 7,
    'odd name': 8,
    list: ['a', { x: 1 }],
    nested: { x: 2 },
  },
};

const apply = (input: Partial<RuleTargetModel>): Json =>
  compileInput({ id: 't', ...input }, RULE)({ event: EVENT, ingestedAt: Date.parse('2026-03-01T12:00:00.500Z') });

const transform = (inputTemplate: string, inputPathsMap: Record<string, string> = {}): Json =>
  apply({ inputTransformer: { inputTemplate, inputPathsMap } });

const PATHS = {
  state: '$.detail.state',
  count: '$.detail.count',
  ok: '$.detail.ok',
  none: '$.detail.none',
  quoted: '$.detail.quoted',
  list: '$.detail.list',
  nested: '$.detail.nested',
  missing: '$.detail.missing.deeper',
};

describe('without a transformer', () => {
  it.each<[string, Partial<RuleTargetModel>, Json]>([
    ['the event itself', {}, EVENT],
    ['constant Input', { input: '{"job":[1,null]}' }, { job: [1, null] }],
    ['InputPath $', { inputPath: '$' }, EVENT],
    ['an object by InputPath', { inputPath: '$.detail.nested' }, { x: 2 }],
    ['a text by InputPath', { inputPath: '$.detail.state' }, 'on'],
    ['null by InputPath', { inputPath: '$.detail.none' }, null],
    ['nothing where InputPath finds nothing', { inputPath: '$.other' }, {}],
  ])('gives %s', (_name, input, expected) => {
    expect(apply(input)).toEqual(expected);
  });
});

describe('a template', () => {
  it.each<[string, string, Json]>([
    ['values as they are', '{"s":<state>,"c":<count>,"o":<ok>,"n":<none>}', { s: 'on', c: 3, o: true, n: null }],
    ['objects and lists', '{"x":<nested>,"l":<list>}', { x: { x: 2 }, l: ['a', { x: 1 }] }],
    ['values inside text', '{"m":"<state> of <count>, <ok>"}', { m: 'on of 3, true' }],
    ['objects inside text as JSON', '{"m":"got <nested>"}', { m: 'got {"x":2}' }],
    [
      'text with quotes, unharmed',
      '{"a":<quoted>,"b":"<quoted>"}',
      { a: 'say "hi"\n$& <state>', b: 'say "hi"\n$& <state>' },
    ],
    ['text beside escaped quotes', '{"m":"\\"<state>\\" <state>","s":<state>}', { m: '"on" on', s: 'on' }],
    ['the empty text for what is missing', '{"a":<missing>,"b":"[<missing>]"}', { a: '', b: '[]' }],
    ['one text', '"state is <state>"', 'state is on'],
    ['several lines of text', '"state is <state>"\n"count is <count>"\n', 'state is on\ncount is 3'],
    ['JSON over several lines', '{\n  "s": <state>\n}', { s: 'on' }],
    ['a bare value', '<nested>', { x: 2 }],
    ['a list', '[<state>, "<count>"]', ['on', '3']],
  ])('gives %s', (_name, template, expected) => {
    expect(transform(template, PATHS)).toEqual(expected);
  });

  it('knows the rule, the time and the event', () => {
    const names = ['rule-arn', 'rule-name', 'event.ingestion-time', 'event', 'event.json'];

    const payload = transform(`[${names.map((name) => `<aws.events.${name}>`).join(',')}]`);

    const { detail: _detail, ...rest } = EVENT;
    expect(payload).toEqual([RULE.arn, 'every', '2026-03-01T12:00:00.500Z', rest, EVENT]);
  });

  it('that does not give JSON fails with INVALID_JSON', () => {
    expect(() => transform('state is <state>', PATHS)).toThrow(expect.objectContaining({ name: 'INVALID_JSON' }));
  });
});

describe('a path', () => {
  it.each([
    ['$.detail.build-no', 7],
    ["$.detail['odd name']", 8],
    ['$["detail"]["state"]', 'on'],
    ['$.detail.list[0]', 'a'],
    ['$.detail.list[1].x', 1],
    ['$.detail.list[9]', ''],
    ['$.detail.list.x', ''],
    ['$.detail.state.length', ''],
    ['$.detail.nested[0]', ''],
  ])('%s finds %j', (path, expected) => {
    expect(transform('{"v":<v>}', { v: path })).toEqual({ v: expected });
  });
});

describe('what cannot be followed is refused when the bus is created', () => {
  it.each<[string, Partial<RuleTargetModel>, string]>([
    ['Input that is not JSON', { input: 'text' }, 'every target t: Input: is not JSON'],
    ['a path without $', { inputPath: 'detail' }, 'every target t: InputPath: path detail does not begin with $'],
    [
      'a filter',
      { inputPath: '$.a[?(@.b)]' },
      'every target t: InputPath: path $.a[?(@.b)] is not supported from "[?(@.b)]" on',
    ],
    ['every item', { inputPath: '$.a[*]' }, 'every target t: InputPath: path $.a[*] is not supported from "[*]" on'],
    ['every member', { inputPath: '$.a.*' }, 'every target t: InputPath: path $.a.* is not supported from ".*" on'],
    ['a deep scan', { inputPath: '$..a' }, 'every target t: InputPath: path $..a is not supported from "..a" on'],
    [
      'an unknown variable',
      { inputTransformer: { inputTemplate: '{"a":<b>}' } },
      'every target t: InputTemplate: <b> is not in InputPathsMap',
    ],
    [
      'a reserved variable',
      { inputTransformer: { inputPathsMap: { 'aws.events.event': '$' }, inputTemplate: '{}' } },
      'every target t: InputPathsMap.aws.events.event: names that begin with AWS. are reserved',
    ],
  ])('%s', (_name, input, message) => {
    expect(() => apply(input)).toThrow(expect.objectContaining({ name: 'UnsupportedError', message }));
  });
});
