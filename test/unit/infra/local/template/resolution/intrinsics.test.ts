// Every intrinsic function of CloudFormation the runtime resolves, and how unknown ones are refused.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../../../infra/local/contracts.ts';
import { resolveValue, type Scope } from '../../../../../../infra/local/template/resolution/intrinsics.ts';

const ATTRIBUTES: Record<string, string> = { 'Bucket.Arn': 'arn:aws:s3:::files', 'Site.Endpoint.Url': 'http://x' };

const scope: Scope = {
  ref: (name) => ({ Bucket: 'files', Count: 3, Zones: ['a', 'b'], 'AWS::Region': 'us-east-1' })[name],
  attribute: (id, name) => ATTRIBUTES[`${id}.${name}`],
  imported: (name) => ({ 'Data:TableName': 'table' })[name],
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
    ['imports', { 'Fn::ImportValue': { 'Fn::Sub': 'Data:TableName' } }, 'table'],
    ['substitutes references', { 'Fn::Sub': '${Bucket}/${Bucket.Arn}' }, 'files/arn:aws:s3:::files'],
    ['substitutes own variables first', { 'Fn::Sub': ['${Bucket}', { Bucket: { Ref: 'Count' } }] }, '3'],
    ['keeps escaped placeholders', { 'Fn::Sub': '${!Literal}' }, '${Literal}'],
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
    ['a function that no template uses', { 'Fn::If': ['IsLocal', 1, 2] }, 'Thing: Fn::If: this intrinsic function'],
    ['AWS::NoValue', { Ref: 'AWS::NoValue' }, 'Thing: Ref AWS::NoValue: is not known'],
  ];
  test.each(refused)('refuses %s', (_name, value, message) => {
    expect(() => resolveValue(value, scope, 'Thing')).toThrow(message);
  });
});
