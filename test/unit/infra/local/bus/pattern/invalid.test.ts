// Patterns that EventBridge refuses, with the reason it gives.
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../../../infra/local/bus/pattern/pattern.ts';
import { AwsError, type Json } from '../../../../../../infra/local/contracts.ts';

const TOO_COMPLEX =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';
const NOT_A_LEAF = 'Match value must be String, number, true, false, or null';
const ANYTHING_BUT = 'Value of anything-but must be an array or single string/number value.';
const NOT_A_TEXT_OR_NUMBER = 'Inside anything but list, start|null|boolean is not supported.';
const MIXED = 'Inside anything but list, either all values are number or string, mixed type is not supported';
const OUT_OF_RANGE = 'Value must be between -5000000000 and 5000000000, inclusive';
const ONE_KEY = 'Only one key allowed in match expression';

const WHOLE: readonly (readonly [Json, string])[] = [
  [null, 'Filter is not an object'],
  ['a', 'Filter is not an object'],
  [[], 'Filter is not an object'],
  [{}, 'Empty objects are not allowed'],
  [{ detail: {} }, 'Empty objects are not allowed'],
  [{ a: 'b' }, '"a" must be an object or an array'],
  [{ a: 1 }, '"a" must be an object or an array'],
  [{ a: true }, '"a" must be an object or an array'],
  [{ a: null }, '"a" must be an object or an array'],
  [{ $or: { a: [1], b: [2] } }, 'It must be an Array followed with $or.'],
  [{ $or: [] }, 'There must have at least 2 Objects in $or relationship.'],
  [{ $or: [{ a: [1] }] }, 'There must have at least 2 Objects in $or relationship.'],
  [{ $or: [{ a: [1] }, 'b'] }, 'Only JSON object is allowed in array of $or relationship.'],
  [{ $or: [{ a: [1] }, {}] }, 'Empty objects are not allowed'],
  [{ $or: [{ prefix: ['a'] }, { a: [1] }] }, 'prefix is Ruler reserved fieldName which cannot be used inside $or.'],
];

const ELEMENTS: readonly (readonly [Json, string])[] = [
  [['a'], NOT_A_LEAF],
  [{}, 'Match expression name not found'],
  [{ unknown: 1 }, 'Unrecognized match type unknown'],
  [{ constructor: 1 }, 'Unrecognized match type constructor'],
  [{ prefix: 'a', suffix: 'b' }, ONE_KEY],
  [{ exactly: 1 }, 'exact match pattern must be a string'],
  [{ prefix: 1 }, 'prefix match pattern must be a string'],
  [{ prefix: ['a'] }, 'prefix match pattern must be a string'],
  [{ prefix: null }, 'prefix match pattern must be a string'],
  [{ prefix: {} }, 'Prefix expression name not found'],
  [{ prefix: { wildcard: 'a' } }, 'Unsupported prefix pattern: wildcard'],
  [{ prefix: { 'equals-ignore-case': 1 } }, 'equals-ignore-case match pattern must be a string'],
  [{ prefix: { 'equals-ignore-case': 'a', b: 'c' } }, ONE_KEY],
  [{ suffix: 1 }, 'suffix match pattern must be a string'],
  [{ suffix: ['a'] }, 'suffix match pattern must be a string'],
  [{ suffix: { prefix: 'a' } }, 'Unsupported suffix pattern: prefix'],
  [{ suffix: { 'equals-ignore-case': [] } }, 'equals-ignore-case match pattern must be a string'],
  [{ 'equals-ignore-case': 1 }, 'equals-ignore-case match pattern must be a string'],
  [{ 'equals-ignore-case': ['a'] }, 'equals-ignore-case match pattern must be a string'],
  [{ 'equals-ignore-case': { prefix: 'a' } }, 'equals-ignore-case match pattern must be a string'],
  [{ exists: 'true' }, 'exists match pattern must be either true or false.'],
  [{ exists: null }, 'exists match pattern must be either true or false.'],
  [{ exists: [true] }, 'exists match pattern must be either true or false.'],
  [{ 'anything-but': null }, ANYTHING_BUT],
  [{ 'anything-but': true }, ANYTHING_BUT],
  [{ 'anything-but': [] }, ANYTHING_BUT],
  [{ 'anything-but': ['a', null] }, NOT_A_TEXT_OR_NUMBER],
  [{ 'anything-but': ['a', false] }, NOT_A_TEXT_OR_NUMBER],
  [{ 'anything-but': [['a']] }, NOT_A_TEXT_OR_NUMBER],
  [{ 'anything-but': ['a', 1] }, MIXED],
  [{ 'anything-but': 5e9 + 1 }, OUT_OF_RANGE],
  [{ 'anything-but': {} }, 'Anything-But expression name not found'],
  [{ 'anything-but': { numeric: ['=', 1] } }, 'Unsupported anything-but pattern: numeric'],
  [{ 'anything-but': { prefix: '' } }, 'Null prefix/suffix not allowed'],
  [{ 'anything-but': { suffix: '' } }, 'Null prefix/suffix not allowed'],
  [{ 'anything-but': { suffix: ['a', ''] } }, 'Null prefix/suffix not allowed'],
  [{ 'anything-but': { prefix: 1 } }, 'prefix/suffix match pattern must be a string'],
  [{ 'anything-but': { suffix: ['a', 1] } }, 'prefix/suffix match pattern must be a string'],
  [{ 'anything-but': { wildcard: ['a', 1] } }, 'wildcard match pattern must be a string'],
  [{ 'anything-but': { wildcard: 'a**' } }, 'Consecutive wildcard characters at pos 2'],
  [
    { 'anything-but': { 'equals-ignore-case': [1] } },
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  ],
  [{ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }, ANYTHING_BUT],
  [{ 'anything-but': { prefix: 'a', suffix: 'b' } }, ONE_KEY],
  [{ numeric: 5 }, 'Value of numeric must be an array.'],
  [{ numeric: {} }, 'Value of numeric must be an array.'],
  [{ numeric: [] }, 'Unrecognized numeric range operator: undefined'],
  [{ numeric: [5] }, 'Unrecognized numeric range operator: 5'],
  [{ numeric: ['!=', 5] }, 'Unrecognized numeric range operator: !='],
  [{ numeric: ['>'] }, 'Value of > must be numeric'],
  [{ numeric: ['>', '5'] }, 'Value of > must be numeric'],
  [{ numeric: ['>', 0, '<'] }, 'Value of < must be numeric'],
  [{ numeric: ['>', 0, '<', '5'] }, 'Value of < must be numeric'],
  [{ numeric: ['>', 0, '>', 5] }, 'Bad numeric range operator: >'],
  [{ numeric: ['<', 5, '>', 0] }, 'Too many elements in numeric expression'],
  [{ numeric: ['=', 5, '<', 6] }, 'Too many elements in numeric expression'],
  [{ numeric: ['>', 0, '<', 5, '<', 6] }, 'Too many elements in numeric expression'],
  [{ numeric: ['>', 5, '<', 5] }, 'Bottom must be less than top'],
  [{ numeric: ['<', 5e9 + 1] }, OUT_OF_RANGE],
  [{ cidr: 5 }, 'prefix match pattern must be a string'],
  [{ cidr: '10.0.0.1' }, "Malformed CIDR, one '/' required"],
  [{ cidr: '10.0.0.0/8/8' }, "Malformed CIDR, one '/' required"],
  [{ cidr: '10.0.0.0/x' }, 'Malformed CIDR, mask bits must be an integer'],
  [{ cidr: '10.0.0.0/' }, 'Malformed CIDR, mask bits must be an integer'],
  [{ cidr: '10.0.0.0/-1' }, 'Malformed CIDR, mask bits must not be negative'],
  [{ cidr: '10.0.0.0/32' }, 'IPv4 mask bits must be < 32'],
  [{ cidr: '2001:db8::/128' }, 'IPv6 mask bits must be < 128'],
  [{ cidr: '10.0.0/8' }, 'Nonstandard IP address: 10.0.0'],
  [{ cidr: '10.0.0.256/8' }, 'Nonstandard IP address: 10.0.0.256'],
  [{ cidr: 'host.example/8' }, 'Nonstandard IP address: host.example'],
  [{ cidr: '20g1:db8::/32' }, 'Nonstandard IP address: 20g1:db8::'],
  [{ wildcard: 5 }, 'wildcard match pattern must be a string'],
  [{ wildcard: ['a*'] }, 'wildcard match pattern must be a string'],
  [{ wildcard: 'a**b' }, 'Consecutive wildcard characters at pos 2'],
  [{ wildcard: 'a\\b' }, 'Invalid escape character at pos 2'],
  [{ wildcard: 'a\\' }, 'Invalid escape character at pos 2'],
  [{ wildcard: '*:*:*:*:*:*' }, TOO_COMPLEX],
  [{ wildcard: '*aaaaaaaaaaaa' }, TOO_COMPLEX],
  [{ 'anything-but': { wildcard: '*:*:*:*:*:*' } }, TOO_COMPLEX],
];

function reasonOf(pattern: Json): string {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidEventPatternException') return error.message;
    throw error;
  }
  return 'valid';
}

describe('an invalid pattern', () => {
  it.each(WHOLE)('%j: %s', (pattern, reason) => {
    expect(reasonOf(pattern)).toBe(`Event pattern is not valid. Reason: ${reason}`);
  });

  it.each(ELEMENTS)('field: [%j]: %s', (element, reason) => {
    expect(reasonOf({ detail: { field: ['fine', element] } })).toBe(`Event pattern is not valid. Reason: ${reason}`);
  });

  it('an empty list', () => {
    expect(reasonOf({ field: [] })).toBe('Event pattern is not valid. Reason: Empty arrays are not allowed');
  });

  it('more than a thousand $or combinations', () => {
    const $or = Array.from({ length: 11 }, (_, index) => ({ x: [index] }));
    const pattern = { a: { $or }, b: { $or }, c: { $or } };

    expect(reasonOf(pattern)).toBe(
      'Event pattern is not valid. Reason: Rule is too complex - too many $or combinations',
    );
  });
});

describe('wildcards', () => {
  it.each([
    ['five in one value', ['*:*:*:*:event-bus/*']],
    ['repeated text after one', ['/Users/*/dir/dir/dir/dir/doc.txt']],
    ['two alike in one field', ['*/sync/*.bif', '*/sync/*.tif']],
    ['many that begin apart', ['a*', 'b*', 'c*', 'd*', 'e*', 'f*', 'g*', 'h*', 'i*', 'j*', 'k*', 'l*']],
  ])('%s are fine', (_name, wildcards) => {
    expect(reasonOf({ field: wildcards.map((wildcard) => ({ wildcard })) })).toBe('valid');
  });

  it('four alike in one field are too complex together', () => {
    const field = ['bif', 'tif', 'svs', 'tiff'].map((type) => ({ wildcard: `*/sync/*.${type}` }));

    expect(reasonOf({ field })).toBe(`Event pattern is not valid. Reason: ${TOO_COMPLEX}`);
  });
});
