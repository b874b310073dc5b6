// Every rule of DOMAIN, "Creating a release", about what a release names: each alone and all at once.
import { describe, expect, it } from 'vitest';
import type { IntegrationItem } from '../../../../../entities/integrations/integration.entity.ts';
import {
  platformsOf,
  type References,
  validateReferences,
  validateTemplate,
} from '../../../../../entities/releases/planning/release.validation.ts';
import type { CreateReleaseBody } from '../../../../../entities/releases/planning/release-body.model.ts';

const integration = (integrationId: string, kind: string, over: object = {}): [string, IntegrationItem] => [
  integrationId,
  {
    integrationId,
    kind,
    name: integrationId,
    isActive: true,
    verificationStatus: 'VALID',
    config: {},
    ...over,
  } as never,
];
const pipeline = (id: string, over: object = {}, config: object = {}) =>
  integration(id, 'PIPELINE', { config: { scmIntegrationId: 'scm', targetIntegrationId: 'ios', ...config }, ...over });

const all: [string, IntegrationItem][] = [
  integration('scm', 'SCM'),
  integration('ios', 'TARGET', { type: 'APP_STORE' }),
  integration('android', 'TARGET', { type: 'PLAY_STORE' }),
  pipeline('ci'),
  integration('chat', 'COMMUNICATION'),
  integration('jira', 'TICKET'),
];

const body = (over: Partial<CreateReleaseBody> = {}): CreateReleaseBody => ({
  service: 'app',
  ...{ version: '1.0.0', releaseType: 'PLANNED' },
  scmIntegrationId: 'scm',
  baseBranch: 'main',
  targets: ['ios'],
  pipelines: ['ci'],
  communicationIntegrationId: 'chat',
  ticketIntegrationId: 'jira',
  releasePilotId: 'pilot',
  autoKickoff: false,
  ...over,
});
const references = (replaced: [string, IntegrationItem][] = [], over: Partial<References> = {}): References => ({
  service: { isActive: true, versionScheme: 'SEMVER' },
  integrations: new Map([...all, ...replaced]),
  pilot: { isActive: true },
  ...over,
});
const problems = (given: CreateReleaseBody, known: References) =>
  validateReferences(given, known).map(({ path, code }) => `${path} ${code}`);

/** The release that has the key. */
const taken = {
  what: 'KEY' as const,
  ...{ service: 'app', version: '1.0.0', releaseKey: 'app@1.0.0', status: 'CANCELLED' },
  createdAt: '2026-11-29T17:28:00.000Z',
};

const off = { isActive: false };
const unverified = (verificationStatus: string) => ({ verificationStatus });

const cases: [string, CreateReleaseBody, References, string[]][] = [
  ['everything as it should be', body(), references(), []],
  ['a pipeline that was never verified', body(), references([pipeline('ci', unverified('PENDING'))]), []],
  [
    'chat that was never verified',
    body(),
    references([integration('chat', 'COMMUNICATION', unverified('INVALID'))]),
    [],
  ],
  [
    'an SCM that is missing',
    body({ scmIntegrationId: 'x' }),
    references([pipeline('ci', {}, { scmIntegrationId: 'x' })]),
    ['scmIntegrationId release.scm_not_found'],
  ],
  [
    'a target for an SCM',
    body({ scmIntegrationId: 'ios' }),
    references([pipeline('ci', {}, { scmIntegrationId: 'ios' })]),
    ['scmIntegrationId release.scm_not_found'],
  ],
  [
    'an SCM that is off',
    body(),
    references([integration('scm', 'SCM', off)]),
    ['scmIntegrationId release.scm_inactive'],
  ],
  [
    'an SCM not verified',
    body(),
    references([integration('scm', 'SCM', unverified('PENDING'))]),
    ['scmIntegrationId release.scm_not_verified'],
  ],
  [
    'an SCM that expired',
    body(),
    references([integration('scm', 'SCM', unverified('EXPIRED'))]),
    ['scmIntegrationId release.scm_not_verified'],
  ],
  [
    'an SCM that is off and invalid',
    body(),
    references([integration('scm', 'SCM', { ...off, ...unverified('INVALID') })]),
    ['scmIntegrationId release.scm_inactive', 'scmIntegrationId release.scm_not_verified'],
  ],
  [
    'a second target that is missing',
    body({ targets: ['ios', 'x'] }),
    references(),
    ['targets[1] release.target_not_found'],
  ],
  [
    'a target that is off',
    body({ targets: ['ios', 'android'] }),
    references([integration('android', 'TARGET', off)]),
    ['targets[1] release.target_inactive'],
  ],
  [
    'a target not verified',
    body(),
    references([integration('ios', 'TARGET', unverified('INVALID'))]),
    ['targets[0] release.target_not_verified'],
  ],
  [
    'a target named twice',
    body({ targets: ['ios', 'android', 'ios'] }),
    references(),
    ['targets[2] release.duplicate_reference'],
  ],
  ['a pipeline that is missing', body({ pipelines: ['x'] }), references(), ['pipelines[0] release.pipeline_not_found']],
  ['a pipeline that is off', body(), references([pipeline('ci', off)]), ['pipelines[0] release.pipeline_inactive']],
  [
    'a pipeline of another SCM',
    body(),
    references([pipeline('ci', {}, { scmIntegrationId: 'x' })]),
    ['pipelines[0] release.pipeline_scm_mismatch'],
  ],
  [
    'a pipeline for a target that is not selected',
    body({ targets: ['android'] }),
    references(),
    ['pipelines[0] release.pipeline_target_not_selected'],
  ],
  [
    'a pipeline that is wrong in every way',
    body(),
    references([pipeline('ci', off, { scmIntegrationId: 'x', targetIntegrationId: 'android' })]),
    [
      'pipelines[0] release.pipeline_inactive',
      'pipelines[0] release.pipeline_scm_mismatch',
      'pipelines[0] release.pipeline_target_not_selected',
    ],
  ],
  [
    'a pipeline named twice',
    body({ pipelines: ['ci', 'ci'] }),
    references(),
    ['pipelines[1] release.duplicate_reference'],
  ],
  [
    'a platform named twice',
    body({ platforms: ['IOS', 'IOS'] }),
    references(),
    ['platforms[1] release.duplicate_reference'],
  ],
  [
    'chat that is missing',
    body({ communicationIntegrationId: 'x' }),
    references(),
    ['communicationIntegrationId release.communication_not_found'],
  ],
  [
    'chat that is off',
    body(),
    references([integration('chat', 'COMMUNICATION', off)]),
    ['communicationIntegrationId release.communication_inactive'],
  ],
  [
    'tickets that are missing',
    body({ ticketIntegrationId: 'x' }),
    references(),
    ['ticketIntegrationId release.ticket_not_found'],
  ],
  [
    'tickets that are off',
    body(),
    references([integration('jira', 'TICKET', off)]),
    ['ticketIntegrationId release.ticket_inactive'],
  ],
  ['a pilot who is missing', body(), references([], { pilot: undefined }), ['releasePilotId release.pilot_not_found']],
  [
    'a pilot who left',
    body(),
    references([], { pilot: { isActive: false } }),
    ['releasePilotId release.pilot_not_found'],
  ],
  [
    'automatic kickoff without a date',
    body({ autoKickoff: true }),
    references(),
    ['plannedDate release.planned_date_missing'],
  ],
  ['a key that is taken', body(), references([], { taken }), ['releaseKey release.key_taken']],
];

describe('validateReferences', () => {
  it.each(cases)('answers what is wrong with %s', (_, given, known, expected) => {
    expect(problems(given, known)).toEqual(expected);
  });

  it('answers everything at once', () => {
    const given = body({
      scmIntegrationId: 'x',
      targets: ['x', 'ios', 'ios'],
      pipelines: ['ci', 'x', 'x'],
      communicationIntegrationId: 'x',
      ticketIntegrationId: 'x',
      platforms: ['IOS', 'IOS'],
      autoKickoff: true,
    });
    const known = references([integration('ios', 'TARGET', off)], { pilot: undefined, taken });
    expect(problems(given, known).sort()).toEqual([
      'communicationIntegrationId release.communication_not_found',
      'pipelines[0] release.pipeline_scm_mismatch',
      'pipelines[1] release.pipeline_not_found',
      'pipelines[2] release.duplicate_reference',
      'pipelines[2] release.pipeline_not_found',
      'plannedDate release.planned_date_missing',
      'platforms[1] release.duplicate_reference',
      'releaseKey release.key_taken',
      'releasePilotId release.pilot_not_found',
      'scmIntegrationId release.scm_not_found',
      'targets[0] release.target_not_found',
      'targets[1] release.target_inactive',
      'targets[2] release.duplicate_reference',
      'targets[2] release.target_inactive',
      'ticketIntegrationId release.ticket_not_found',
    ]);
  });

  it('says in words what would be right, by the integration’s name', () => {
    const [problem] = validateReferences(body(), references([integration('scm', 'SCM', unverified('PENDING'))]));
    expect(problem?.message).toBe('scm is PENDING; verify it first');
  });

  it('asks nothing of what the release does not name', () => {
    const given = body();
    delete given.communicationIntegrationId;
    delete given.ticketIntegrationId;
    delete given.releasePilotId;
    const integrations = new Map(all.slice(0, 4));
    expect(problems({ ...given }, references([], { integrations, pilot: undefined }))).toEqual([]);
  });
});

describe('validateTemplate', () => {
  const templateProblems = (given: CreateReleaseBody, known: References) =>
    validateTemplate(given, known).map(({ path, code }) => `${path} ${code}`);

  it('answers what is wrong with every release that is made so', () => {
    const given = body({ scmIntegrationId: 'x', targets: ['ios', 'ios'], baseTag: 'v1', releasePilotId: 'nobody' });
    expect(templateProblems(given, references([], { pilot: undefined })).sort()).toEqual([
      'baseTag release.base_tag_not_allowed',
      'pipelines[0] release.pipeline_scm_mismatch',
      'releasePilotId release.pilot_not_found',
      'scmIntegrationId release.scm_not_found',
      'targets[1] release.duplicate_reference',
    ]);
  });

  it('leaves to each release its key, its plan and the tag of the one before it', () => {
    const given = body({ releaseType: 'HOTFIX', autoKickoff: true });
    delete given.baseBranch;
    const known = references([], { taken });
    expect(templateProblems(given, known)).toEqual([]);
    expect(problems(given, known)).not.toEqual([]);
  });
});

describe('platformsOf', () => {
  const integrations = references([integration('ios2', 'TARGET', { type: 'APP_STORE' })]).integrations;
  it.each([
    [['ios'], ['IOS']],
    [
      ['android', 'ios'],
      ['ANDROID', 'IOS'],
    ],
    [['ios', 'ios2'], ['IOS']],
    [['x'], []],
  ])('of %j are %j', (targets, platforms) => {
    expect(platformsOf(targets, integrations)).toEqual(platforms);
  });
});
