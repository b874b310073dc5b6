// Every intrinsic function of CloudFormation the runtime resolves, and how unknown ones are refused.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../../../infra/local/contracts.ts';
import {
  resolveCondition,
  resolveValue,
  type Scope,
} from '../../../../../../infra/local/template/resolution/intrinsics.ts';

const ATTRIBUTES: Record<string, string> = { 'Bucket.Arn': 'arn:aws:s3:::files', 'Site.Endpoint.Url': 'http://x' };

const scope: Scope = {
  ref: (name) => ({ Bucket: 'files', Count: 3, Zones: ['a', 'b'], 'AWS::Region': 'us-east-1' })[name],
  attribute: (id, name) => ATTRIBUTES[`${id}.${name}`],
  imported: (name) => ({ 'Data:TableName': 'table' })[name],
  condition: (name) => ({ IsLocal: true, IsProduction: false })[name],
  mapped: (map, top, second) => (map === 'Sizes' && top === 'us-east-1' && second === 'Big' ? 42 : undefined),
};

describe('resolveValue', () => {
  const cases: [string, Json, Json | undefined][] = [
    ['leaves plain values alone', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['resolves Ref', { Ref: 'Bucket' }, 'files'],
    ['keeps the type of a parameter', { Ref: 'Count' }, 3],
    ['resolves Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::files'],
    ['resolves Fn::GetAtt as dotted text', { 'Fn::GetAtt': 'Site.Endpoint.Url' }, 'http://x'],
    ['joins', { 'Fn::Join': ['-', ['a', { Ref: 'Bucket' }, 1]] }, 'a-files-1'],
    ['joins a list from elsewhere', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    ['splits', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }, ['arn', 'aws', 's3', '', '', 'files']],
    ['selects', { 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|b'] }] }, 'b'],
    ['selects by text', { 'Fn::Select': ['0', ['a']] }, 'a'],
    ['imports', { 'Fn::ImportValue': { 'Fn::Sub': 'Data:TableName' } }, 'table'],
    ['encodes base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['finds in a map', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'Big'] }, 42],
    ['substitutes references', { 'Fn::Sub': '${Bucket}/${Bucket.Arn}' }, 'files/arn:aws:s3:::files'],
    ['substitutes own variables first', { 'Fn::Sub': ['${Bucket}', { Bucket: { Ref: 'Count' } }] }, '3'],
    ['keeps escaped placeholders', { 'Fn::Sub': '${!Literal}' }, '${Literal}'],
    ['takes the first branch of a condition that holds', { 'Fn::If': ['IsLocal', 'yes', 'no'] }, 'yes'],
    ['takes the second branch otherwise', { 'Fn::If': ['IsProduction', 'yes', 'no'] }, 'no'],
    ['does not evaluate the other branch', { 'Fn::If': ['IsLocal', 1, { Ref: 'Missing' }] }, 1],
    ['removes a property that is AWS::NoValue', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['removes a list item that is AWS::NoValue', [{ 'Fn::If': ['IsProduction', 1, { Ref: 'AWS::NoValue' }] }, 2], [2]],
    ['leaves an object with more keys than one alone', { Ref: 'x', Other: 1 }, { Ref: 'x', Other: 1 }],
  ];
  test.each(cases)('%s', (_name, value, expected) => {
    expect(resolveValue(value, scope, 'Thing.Property')).toEqual(expected);
  });

  const refused: [string, Json, string][] = [
    ['an unknown function', { 'Fn::Transform': {} }, 'Thing: Fn::Transform: this intrinsic function is not supported'],
    ['a missing reference', { Ref: 'Nobody' }, 'Thing: Ref Nobody: is not known to the local runtime'],
    ['a missing attribute', { 'Fn::GetAtt': ['Bucket', 'Wings'] }, 'Thing: Fn::GetAtt Bucket.Wings: is not known'],
    ['a missing export', { 'Fn::ImportValue': 'Nothing' }, 'Thing: Fn::ImportValue Nothing: is not known'],
    [
      'a missing map entry',
      { 'Fn::FindInMap': ['Sizes', 'eu', 'Big'] },
      'Thing: Fn::FindInMap Sizes.eu.Big: is not known',
    ],
    ['a missing condition', { 'Fn::If': ['Maybe', 1, 2] }, 'Thing: Condition: condition Maybe does not exist'],
    ['a selection out of range', { 'Fn::Select': [5, ['a']] }, 'Thing: intrinsic: an argument is missing'],
  ];
  test.each(refused)('refuses %s', (_name, value, message) => {
    expect(() => resolveValue(value, scope, 'Thing')).toThrow(message);
  });
});

describe('resolveCondition', () => {
  const cases: [string, Json, boolean][] = [
    ['Fn::Equals of equals', { 'Fn::Equals': [{ Ref: 'Bucket' }, 'files'] }, true],
    ['Fn::Equals of others', { 'Fn::Equals': ['a', 'b'] }, false],
    ['Fn::And', { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsProduction' }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsProduction' }] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'IsProduction' }] }, true],
  ];
  test.each(cases)('evaluates %s', (_name, expression, expected) => {
    expect(resolveCondition(expression, scope, 'Conditions.X')).toBe(expected);
  });
});
