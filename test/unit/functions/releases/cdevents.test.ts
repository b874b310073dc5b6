// CDEvents about pipeline runs as build reports: in the shape of the specification, and of Jenkins' plugin for it.
import { describe, expect, it } from 'vitest';
import { readCdevent } from '../../../../functions/releases/ci/cdevents.ts';
import { readCiEvent } from '../../../../functions/releases/ci/ci-event.ts';

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
const customData = { branch: 'release/1.5.0', triggerId: 'trigger-1' };

describe('a CDEvent about a pipeline run', () => {
  const told = cdevent('finished', { outcome: 'success' }, { customData });

  it.each([
    ['in its CloudEvents envelope', enveloped(told)],
    ['by itself', told],
  ])('%s is a report on a build', (_, payload) => {
    expect(readCdevent(payload)).toEqual({
      status: 'SUCCESS',
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      buildNumber: 'mobile/ios-release-x7k2p',
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
    ['finished', undefined, undefined],
    ['finished', 'a word of a later version', undefined],
    ['paused', undefined, undefined],
  ])('that is %s with the outcome %s is %s', (predicate, outcome, status) => {
    expect(readCdevent(cdevent(predicate, { outcome }))?.status).toBe(status);
  });

  it.each(['url', 'uri'])('with its %s is told from others by that', (name) => {
    const address = 'https://ci.acme.test/runs/17';
    expect(readCdevent(cdevent('started', { [name]: address }))).toEqual({
      status: 'RUNNING',
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
    expect(readCdevent(enveloped(cdevent('started', content, { customData: { build } })))).toEqual({
      status: 'RUNNING',
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      queueId: '4',
      buildNumber: '17',
      buildUrl: build.fullUrl,
      buildLogUrl: build.fullUrl,
      jobs: ['mobile » ios-release', 'mobile/ios-release'],
    });
  });

  it('that is only queued is not numbered by the item of the queue', () => {
    expect(readCdevent(cdevent('queued'))?.buildNumber).toBeUndefined();
  });

  it.each(['an encoded text', 7, { branch: 7 }])('with custom data such as %j is read without', (strange) => {
    expect(readCdevent(cdevent('started', {}, { customData: strange }))).toMatchObject({ status: 'RUNNING' });
  });
});

const event = (detailType: string, payload: object) =>
  readCiEvent({
    ...{ id: 'event-1', source: 'ci.tekton', 'detail-type': detailType, time: '2026-03-01T12:00:00Z' },
    detail: { tenantId: 'tenant', payload },
  });

it('comes from any CI system under its type', () => {
  const started = enveloped(cdevent('started', {}, { customData }));
  expect(event(started.type, started)).toMatchObject({ tenantId: 'tenant', report: { branch: 'release/1.5.0' } });
});

it.each(['taskrun.finished', 'build.finished', 'artifact.published'])('has nothing to say about a %s', (type) => {
  const other = cdevent('started');
  const payload = { ...other, context: { ...other.context, type: `dev.cdevents.${type}.0.2.0` } };
  expect(event(payload.context.type, payload)).toBeUndefined();
});

it('is refused in another shape', () => {
  expect(() => event('dev.cdevents.pipelinerun.started.0.2.0', { subject: {} })).toThrow();
});
