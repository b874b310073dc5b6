// Formats of tags: the valid formats, and the tag of a release for each.
import { describe, expect, it } from 'vitest';
import { INTEGRATION_TYPES } from '../../../../../entities/integrations/types/integration-types.ts';
import { nameTag, tagFormat } from '../../../../../entities/integrations/types/tag-format.model.ts';
import { branch } from '../../../../../entities/releases/planning/release-body.model.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';

describe('nameTag', () => {
  it.each([
    ['v{version}', '1.5.0', 'v1.5.0'],
    ['v{version}', 'v1.5.0', 'v1.5.0'],
    ['v{version}', 'vienna', 'vvienna'],
    ['{version}', '1.5.0', '1.5.0'],
    ['{version}', 'v1.5.0', 'v1.5.0'],
    ['{service}-v{version}', '1.5.0', 'ledger-v1.5.0'],
    ['{service}-v{version}', 'v1.5.0', 'ledger-v1.5.0'],
    ['{service}/v{version}', '1.5.0', 'ledger/v1.5.0'],
    ['{service}/{version}', 'v1.5.0', 'ledger/v1.5.0'],
    ['{service}@{version}', '1.5.0-rc.1+7', 'ledger@1.5.0-rc.1+7'],
    ['releases/{version}/{service}', '1.5.0', 'releases/1.5.0/ledger'],
    ['rev{version}', 'v1.5.0', 'revv1.5.0'],
    [undefined, '1.5.0', 'v1.5.0'],
  ])('with %s calls the version %s %s', (format, version, tag) => {
    expect(nameTag(format, { service: 'ledger', version })).toBe(tag);
    expect(branch.safeParse(tag).success).toBe(true);
  });

  it.each([
    ['{service}-v{version}', 'a..b'],
    ['{service}/v{version}', 'a.lock'],
    ['v{version}/{service}', 'a.'],
  ])('with %s throws integration.refused for the service %s, whose tag git does not take', (format, service) => {
    expect(() => nameTag(format, { service, version: '1.0.0' })).toThrow(
      expect.objectContaining({ code: 'integration.refused', message: expect.stringContaining('tagFormat') }),
    );
  });
});

describe('tagFormat', () => {
  const once = 'must hold {version} once';
  const git = expect.stringMatching(/^must make a valid git tag/);
  it.each([
    ['', once],
    ['{service}', once],
    ['v1.5.0', once],
    ['{version}-{version}', once],
    ['{service}/{service}/{version}', 'may hold {service} once'],
    ['{name}-{version}', 'knows the placeholders {version} and {service} alone'],
    ['{version', once],
    ['{{version}}', 'knows the placeholders {version} and {service} alone'],
    ['release/{version}', 'must not be the name of release branches'],
    ...['v {version}', ' v{version}', 'v..{version}', '{version}.', '{version}/', '/{version}', 'a//{version}'].map(
      (format) => [format, git],
    ),
    ...['.{version}', 'a/.{version}', '{version}.lock', 'a.lock/{version}', '-{version}'].map((format) => [
      format,
      git,
    ]),
    ...['~', '^', ':', '?', '*', '[', '\\', '\n', '\u007f'].map((sign) => [`v${sign}{version}`, git]),
    [`${'x'.repeat(60)}{version}`, expect.stringMatching(/64/)],
  ])('refuses %j: %o', (format, message) => {
    const { error } = tagFormat.safeParse(format);
    expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  const types = ['GITHUB', 'GITLAB', 'BITBUCKET'] as const;
  it.each(types)('is an optional field of the config of %s', (type) => {
    const { config } = integrationSamples('https://scm.test')[type];
    const schema = INTEGRATION_TYPES[type].config;
    expect(schema.parse(config)).toEqual(config);
    const named = { ...config, tagFormat: '{service}/v{version}' };
    expect(schema.parse(named)).toEqual(named);
    const { error } = schema.safeParse({ ...config, tagFormat: 'v' });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([[['tagFormat'], once]]);
  });
});
