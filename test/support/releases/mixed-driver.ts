// Drives a release of any mix of integrations to its end and plays everybody outside Windlass as fast as possible: CI reports on the bus,
// the lead signs off, the store answers. It does not resume a release that pauses.
import type { Json } from '../../../infra/local/contracts.ts';
import type { Body, TestStack } from '../stack.ts';
import { jobOf, type Mix, type MixIds, pipelineName, targetName } from './release-mix.ts';

/** Fifty are asked for at once: at a shorter one a small machine does little else but answer. */
const POLL_MS = 1500;

/** CI's report of a build that succeeded: source, detail-type, payload. */
function successOf(mix: Mix, pipeline: Body, branch: string): [string, string, Json] {
  const { buildUrl } = pipeline;
  const id = Number(/(\d+)\/?$/.exec(buildUrl)?.[1]);
  if (mix.ci === 'JENKINS') {
    // A build that has its number keeps it; otherwise its queue id, which is in its URL, makes one.
    const number = Number(pipeline.buildNumber ?? 1000 + id);
    const build = { number, phase: 'COMPLETED', status: 'SUCCESS', parameters: { BRANCH: branch } };
    return ['ci.jenkins', 'build', { name: jobOf(mix), url: `job/${jobOf(mix)}/`, build }];
  }
  if (mix.ci === 'GITLAB_CI') {
    const object_attributes = { id, iid: id, ref: branch, status: 'success', source: 'api', url: buildUrl };
    return ['ci.gitlab', 'Pipeline Hook', { object_kind: 'pipeline', object_attributes }];
  }
  const workflow_run = {
    id,
    name: jobOf(mix),
    path: `.github/workflows/${jobOf(mix)}.yml`,
    event: 'workflow_dispatch',
    head_branch: branch,
    run_number: id % 100_000,
    status: 'completed',
    conclusion: 'success',
    html_url: buildUrl,
  };
  return ['ci.github', 'workflow_run', { action: 'completed', workflow_run }];
}

export interface Ended {
  readonly version: string;
  readonly mix: Mix;
  readonly release: Body;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is none of a machine that is too busy; every request here may come twice. */
async function insist(ask: () => Promise<{ readonly status: number; readonly body: unknown }>): Promise<Body> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await ask();
    if (reply.status < 500) return reply.body;
    if (attempt === 20) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    await pause(1000);
  }
}

const PLATFORMS = { APP_STORE: 'IOS', PLAY_STORE: 'ANDROID', WEB: 'WEB' } as const;

/** Answers the release when it is RELEASED, or as it is when it pauses or nothing has happened to it for `patienceMs`. */
export async function driveMix(
  stack: TestStack,
  ids: MixIds,
  mix: Mix,
  version: string,
  patienceMs: number,
): Promise<Ended> {
  const lead = stack.as('lead');
  const idOf = (name: string) => ids.get(name) ?? '';
  const { BusName: EventBusName } = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  const service = 'mixed-app';
  await insist(() =>
    lead.call('POST /releases', {
      body: {
        service,
        version,
        createService: true,
        releaseType: 'PLANNED',
        scmIntegrationId: idOf(mix.scm),
        baseBranch: 'main',
        targets: [idOf(targetName(mix))],
        pipelines: [idOf(pipelineName(mix))],
        communicationIntegrationId: idOf(mix.comms),
        ticketIntegrationId: idOf(mix.tickets),
        platforms: [PLATFORMS[mix.target]],
      },
    }),
  );
  const params = { release: `${service}@${version}` };
  await insist(() => lead.call('POST /releases/{release}/kickoff', { params }));

  const done = new Set<string>();
  const once = async (what: string, act: () => Promise<unknown>) => {
    if (!done.has(what)) await act();
    done.add(what);
  };
  const report = (pipeline: Body, branch: string) => {
    const [Source, DetailType, payload] = successOf(mix, pipeline, branch);
    const integrationId = pipeline.pipelineIntegrationId;
    const Detail = JSON.stringify({ tenantId: stack.credentials.tenant.id, integrationId, payload });
    return stack.operator.call('AWSEvents.PutEvents', { Entries: [{ EventBusName, Source, DetailType, Detail }] });
  };

  let before = 0;
  let changedAt = Date.now();
  for (;;) {
    const release = await insist(() => lead.call('GET /releases/{release}', { params }));
    const [pipeline] = release.pipelines;
    const [target] = release.targets;
    const isStuck = Date.now() > changedAt + patienceMs;
    if (release.status === 'RELEASED' || release.isPaused || isStuck) return { version, mix, release };
    if (pipeline.buildStatus === 'RUNNING') await once('build', () => report(pipeline, release.branchRelease));
    if (release.status === 'REGRESSION_IN_PROGRESS' && !done.has('sign-off')) {
      const { items } = await insist(() => lead.call('GET /approvals', { query: { status: 'PENDING', limit: 100 } }));
      const asked = items.find((approval: Body) => approval.subject.id === release.id);
      const sign = () =>
        insist(() =>
          lead.call('POST /approvals/{approval}/decisions', {
            params: { approval: asked.id },
            body: { action: 'APPROVED' },
          }),
        );
      if (asked) await once('sign-off', sign);
    }
    if (target.targetStatus === 'SUBMITTED') {
      const route = 'POST /releases/{release}/targets/{integration}/status';
      const input = {
        params: { ...params, integration: target.targetIntegrationId },
        body: { status: 'RELEASED' },
      } as const;
      await once('store', () => insist(() => stack.as('ci').call(route, input)));
    }
    if (release.revision !== before) changedAt = Date.now();
    before = release.revision;
    await pause(POLL_MS);
  }
}
