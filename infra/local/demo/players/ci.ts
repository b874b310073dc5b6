// CI: Jenkins and GitHub Actions report their builds by signed webhooks, the same as their stand-ins show them.
import type { JsonObject } from '../../contracts.ts';
import { WEBHOOK_SECRET } from '../../seed/sample-integrations.ts';
import { hmac, type Reply, type Scene } from '../scene.ts';
import { pipelineOf } from '../steps.ts';

type Outcome = 'SUCCESS' | 'FAILURE';

/** The part of a URL below the stand-in, where the service itself is. */
const below = (service: string, url: string): string =>
  url.slice(url.indexOf(`/_local/${service}`)).replace(`/_local/${service}`, '');

/** A build of Jenkins as it stands, once it has left the queue. */
async function jenkinsBuild(scene: Scene, buildUrl: string): Promise<Reply> {
  const found = await scene.outside('jenkins', 'GET', `${below('jenkins', buildUrl)}api/json`);
  if (found.number !== undefined) return found;
  // The first look finds an item waiting in the queue, the next one finds that it left.
  return found.executable ? jenkinsBuild(scene, found.executable.url) : jenkinsBuild(scene, buildUrl);
}

const parametersOf = ({ actions }: Reply): JsonObject =>
  Object.fromEntries(
    actions.flatMap(({ parameters = [] }: Reply) => parameters.map(({ name, value }: Reply) => [name, value])),
  );

async function jenkinsSays(scene: Scene, pipeline: Reply, outcome: Outcome): Promise<void> {
  const build = await jenkinsBuild(scene, pipeline.buildUrl);
  const { number, url } = build;
  for (const [phase, status] of [['STARTED'], ['COMPLETED', outcome]] as const) {
    const told = { full_url: url, number, phase, ...(status && { status }), parameters: parametersOf(build) };
    const job = /\/((?:job\/[^/]+\/)+)\d+\/$/.exec(url)?.[1] ?? '';
    const body = JSON.stringify({ name: job.split('/').at(-2), url: job, build: told });
    await scene.hook(pipeline.pipelineIntegrationId, body, {
      'x-delivery-id': `jenkins-${number}-${phase}`,
      'x-windlass-signature': `sha256=${hmac(WEBHOOK_SECRET, body)}`,
    });
  }
}

async function githubSays(scene: Scene, pipeline: Reply, outcome: Outcome): Promise<void> {
  const { owner, repository } = pipeline.integration.config;
  const id = /(\d+)\/?$/.exec(pipeline.buildUrl)?.[1];
  const run = await scene.outside('github', 'GET', `/repos/${owner}/${repository}/actions/runs/${id}`);
  for (const action of ['in_progress', 'completed']) {
    const conclusion = action === 'completed' ? outcome.toLowerCase() : null;
    const body = JSON.stringify({ action, workflow_run: { ...run, status: action, conclusion } });
    await scene.hook(pipeline.pipelineIntegrationId, body, {
      'x-github-event': 'workflow_run',
      'x-github-delivery': `run-${id}-${action}`,
      'x-hub-signature-256': `sha256=${hmac(WEBHOOK_SECRET, body)}`,
    });
  }
}

const SAYS = { JENKINS: jenkinsSays, GITHUB_ACTIONS: githubSays };

/** The build that runs starts, and ends so. */
export const reportBuild = (
  scene: Scene,
  release: Reply,
  type: keyof typeof SAYS,
  outcome: Outcome = 'SUCCESS',
): Promise<void> => SAYS[type](scene, pipelineOf(release, type), outcome);
