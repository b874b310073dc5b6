// Jobs and builds as Jenkins shows them, cut down by a `tree` expression when one is given. A build never
// ends here: the players of the CI system report its end.
import type { JsonObject } from '../../contracts.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { actionsOf, type Build, buildKey, existingJob, jobUrl, startWaiting } from './queue.ts';
import { fail, show } from './replies.ts';

/** Parameters every job declares, beside those its last build had. */
const DECLARED = ['RELEASE_VERSION', 'BRANCH', 'WINDLASS_TRIGGER_ID'];

/** `/job/a/job/b/api/json` is a job, `/job/a/job/b/7/api/json` one of its builds. */
export function getJobOrBuild(call: Call): OutsideReply {
  const path = param(call, 'path');
  const [, jobPath, which] = /^(.+)\/(\d+)$/.exec(path) ?? [];
  // A job may itself be named like a number, so `a/job/7` is a job.
  if (jobPath === undefined || which === undefined || jobPath.endsWith('/job')) return getJob(call, existingJob(path));
  const job = existingJob(jobPath);
  startWaiting(call, job);
  const build = buildsOf(call, job).find(({ number }) => String(number) === which);
  return build ? show(call, buildResource(call, build)) : fail(404, 'Not Found');
}

function getJob(call: Call, job: string): OutsideReply {
  startWaiting(call, job);
  const builds = buildsOf(call, job);
  const full = call.request.query.has('tree');
  const resources = builds.map((build) => (full ? buildResource(call, build) : linkTo(call, build)));
  return show(call, {
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
    name: job.split('/').at(-1) ?? '',
    fullName: job,
    displayName: job.split('/').at(-1) ?? '',
    url: jobUrl(call, job),
    buildable: true,
    builds: resources,
    color: builds.length > 0 ? 'blue_anime' : 'notbuilt',
    inQueue: false,
    lastBuild: resources[0] ?? null,
    nextBuildNumber: (builds[0]?.number ?? 0) + 1,
    property: [
      {
        _class: 'hudson.model.ParametersDefinitionProperty',
        parameterDefinitions: [...new Set([...DECLARED, ...Object.keys(builds[0]?.parameters ?? {})])].map((name) => ({
          _class: 'hudson.model.StringParameterDefinition',
          name,
          type: 'StringParameterDefinition',
        })),
      },
    ],
  });
}

/** Newest first. */
function buildsOf(call: Call, job: string): Build[] {
  return call.state.list<Build>('builds', buildKey(job, '')).reverse();
}

function linkTo(call: Call, build: Build): JsonObject {
  return { _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun', number: build.number, url: buildUrl(call, build) };
}

function buildUrl(call: Call, build: Build): string {
  return `${jobUrl(call, build.job)}${build.number}/`;
}

function buildResource(call: Call, build: Build): JsonObject {
  return {
    ...linkTo(call, build),
    actions: actionsOf(build.user, build.parameters),
    artifacts: [],
    building: true,
    description: null,
    displayName: `#${build.number}`,
    duration: 0,
    estimatedDuration: -1,
    fullDisplayName: `${build.job.split('/').join(' » ')} #${build.number}`,
    id: String(build.number),
    queueId: build.item,
    result: null,
    timestamp: build.startedAt,
  };
}
