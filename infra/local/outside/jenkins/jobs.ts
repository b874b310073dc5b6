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
  const declared = new Set([...DECLARED, ...Object.keys(builds[0]?.parameters ?? {})]);
  return show(call, {
    name: job.split('/').at(-1) ?? '',
    fullName: job,
    buildable: true,
    builds: builds.map((build) => buildResource(call, build)),
    property: [{ parameterDefinitions: [...declared].map((name) => ({ name })) }],
  });
}

/** Newest first. */
function buildsOf(call: Call, job: string): Build[] {
  return call.state.list<Build>('builds', buildKey(job, '')).reverse();
}

const buildResource = (call: Call, { job, number, item, parameters }: Build): JsonObject => ({
  number,
  url: `${jobUrl(call, job)}${number}/`,
  actions: actionsOf(parameters),
  artifacts: [],
  building: true,
  queueId: item,
  result: null,
});
