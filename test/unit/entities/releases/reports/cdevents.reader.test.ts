// CDEvents about pipeline runs as build reports: in the shape of the specification, and of Jenkins' plugin for it.
import { describe, expect, it } from 'vitest';
import { cdeventRun } from '../../../../../entities/releases/reports/cdevents.reader.ts';

const cdevent = (predicate: string, content: object = {}, over: object = {}) => ({
  context: {
    version: '0.4.1',
    id: '271069a8-fc18-44f1-b38f-9d70a1695819',
    source: '/ci/mobile',
    type: `dev.cdevents.pipelinerun.${predicate}.0.2.0`,
    timestamp: '2026-03-01T12:00:00Z',
  },
  subject: {
    id: 'mobile/ios-release-x7k2p',
    source: '/ci/mobile',
    type: 'pipelineRun',
    content: { pipelineName: 'ios-release', ...content },
  },
  ...over,
});
const enveloped = (data: ReturnType<typeof cdevent>) => ({
  specversion: '1.0',
  id: data.context.id,
  source: data.context.source,
  type: data.context.type,
  subject: data.subject.id,
  datacontenttype: 'application/json',
  data,
});
const AT = Date.parse('2026-03-01T12:00:00Z');
const customData = { branch: 'release/1.5.0', triggerId: 'trigger-1' };

describe('a CDEvent about a pipeline run', () => {
  const told = cdevent('finished', { outcome: 'success' }, { customData });

  it.each([
    ['in its CloudEvents envelope', enveloped(told)],
    ['by itself', told],
  ])('%s is a report on a build', (_, payload) => {
    expect(cdeventRun.read(payload)).toEqual({
      status: 'SUCCESS',
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      buildNumber: 'mobile/ios-release-x7k2p',
      at: AT,
      jobs: ['ios-release', 'ios-release'],
    });
  });

  it.each([
    ['queued', undefined, 'RUNNING'],
    ['started', undefined, 'RUNNING'],
    ['finished', 'success', 'SUCCESS'],
    ['finished', 'failure', 'FAILED'],
    ['finished', 'error', 'FAILED'],
    ['finished', 'cancel', 'CANCELLED'],
    ['finished', 'skip', 'CANCELLED'],
    ['finished', undefined, undefined],
    ['finished', 'a word of a later version', undefined],
    ['paused', undefined, undefined],
  ])('that is %s with the outcome %s is %s', (predicate, outcome, status) => {
    expect(cdeventRun.read(cdevent(predicate, { outcome }))?.status).toBe(status);
  });

  it.each(['url', 'uri'])('with its %s is told from others by that', (name) => {
    const address = 'https://ci.acme.test/runs/17';
    expect(cdeventRun.read(cdevent('started', { [name]: address }))).toEqual({
      status: 'RUNNING',
      at: AT,
      buildUrl: address,
      buildLogUrl: address,
      jobs: [],
    });
  });

  it('of Jenkins’ plugin tells what it was started with', () => {
    const build = {
      fullUrl: 'https://ci.acme.test/job/mobile/job/ios-release/17/',
      number: 17,
      queueId: 4,
      parameters: { BRANCH: 'release/1.5.0', WINDLASS_TRIGGER_ID: 'trigger-1' },
    };
    const content = { pipelineName: 'mobile » ios-release', url: 'job/mobile/job/ios-release/17/' };
    expect(cdeventRun.read(enveloped(cdevent('started', content, { customData: { build } })))).toEqual({
      status: 'RUNNING',
      at: AT,
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      queueId: '4',
      buildNumber: '17',
      buildUrl: build.fullUrl,
      buildLogUrl: build.fullUrl,
      jobs: ['mobile/ios-release'],
    });
  });

  it('that is only queued is not numbered by the item of the queue', () => {
    expect(cdeventRun.read(cdevent('queued'))?.buildNumber).toBeUndefined();
  });

  it.each([
    ['as README names it', { buildNumber: '2' }, '2'],
    ['as a number', { buildNumber: 2 }, '2'],
    ['as Jenkins’ plugin names it', { build: { number: 2 }, buildNumber: '1' }, '2'],
    ['not at all', {}, 'mobile/ios-release-x7k2p'],
  ])('numbers the build %s (D1)', (_, numbered, expected) => {
    const told = cdevent('finished', { outcome: 'success' }, { customData: { ...customData, ...numbered } });
    expect(cdeventRun.read(told)?.buildNumber).toBe(expected);
  });

  it.each([
    ['success', 'UNSTABLE', 'FAILED'],
    ['failure', 'ABORTED', 'CANCELLED'],
    ['failure', 'NOT_BUILT', 'CANCELLED'],
    ['error', 'FAILURE', 'FAILED'],
    ['success', 'SUCCESS', 'SUCCESS'],
    ['success', 'a word of a later version', 'SUCCESS'],
  ])('of Jenkins’ plugin with the outcome %s is what Jenkins calls it: %s is %s (D7)', (outcome, status, expected) => {
    const told = cdevent('finished', { outcome }, { customData: { build: { number: 17, status } } });
    expect(cdeventRun.read(told)?.status).toBe(expected);
  });

  it('of Jenkins’ plugin is of the job at its whole path (D4)', () => {
    const build = { number: 17, url: 'job/web/job/ios-release/17/' };
    const told = cdevent('finished', { outcome: 'success', pipelineName: 'ios-release' }, { customData: { build } });
    expect(cdeventRun.read(told)?.jobs).toEqual(['web/ios-release']);
  });

  it('knows a branch by the whole name of its ref (D16)', () => {
    const told = { branch: 'refs/heads/release/1.5.0' };
    expect(cdeventRun.read(cdevent('started', {}, { customData: told }))?.branch).toBe('release/1.5.0');
  });

  it('tells commit, artifact and the number of the store', () => {
    const told = { commitSha: 'c0ffee1', artifactUrl: 'https://ci.acme.test/app.ipa', storeBuildNumber: 4711 };
    const facts = { ...told, storeBuildNumber: '4711' };
    expect(cdeventRun.read(cdevent('started', {}, { customData: { ...customData, ...told } }))).toMatchObject(facts);
  });

  it.each([
    ['as base64', (told: object) => ({ data_base64: Buffer.from(JSON.stringify(told)).toString('base64') })],
    ['as text', (told: object) => ({ data: JSON.stringify(told) })],
  ])('whose data come %s is read (D15)', (_, data) => {
    const { data: _data, ...envelope } = enveloped(told);
    expect(cdeventRun.read({ ...envelope, ...data(told) })).toMatchObject({
      status: 'SUCCESS',
      branch: 'release/1.5.0',
    });
  });

  it('without content is read as far as it goes (D15)', () => {
    const bare = { ...told, subject: { id: 'run-1' } };
    expect(
      cdeventRun.read({ ...bare, context: { ...bare.context, type: 'dev.cdevents.pipelinerun.started.0.1.0' } }),
    ).toMatchObject({
      ...{ status: 'RUNNING', buildNumber: 'run-1' },
    });
  });

  it.each(['an encoded text', 7, { branch: 7 }])('with custom data such as %j is read without', (strange) => {
    expect(cdeventRun.read(cdevent('started', {}, { customData: strange }))).toMatchObject({ status: 'RUNNING' });
  });
});

it.each(['taskrun.finished', 'build.finished', 'artifact.published'])('has nothing to say about a %s (D15)', (type) => {
  const { subject: _, ...other } = cdevent('started');
  const payload = { ...other, context: { ...other.context, type: `dev.cdevents.${type}.0.2.0` } };
  expect(cdeventRun.read(payload)).toBeUndefined();
});
