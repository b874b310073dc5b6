// Releases whose builds run, and what GitHub and Jenkins tell of them in their own shapes. For the tests of builds beside it.
import { createRequire } from 'node:module';
import { type Kit, startWorkflow } from '../fixture.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly { readonly workflow_run: object }[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const [example] = examples.find(({ name }) => name === 'workflow_run')?.examples ?? [];

export interface Started {
  readonly id: string;
  readonly branch: string;
  /** Of the Android build, at GitHub. */
  readonly runId: number;
  /** Of the iOS build, at Jenkins. */
  readonly triggerId: string;
}

export const run = (release: Started, over: object = {}) => ({
  ...example,
  repository: { full_name: 'acme/app' },
  workflow_run: {
    ...example?.workflow_run,
    ...{ id: release.runId, run_number: 36, head_branch: release.branch, event: 'workflow_dispatch' },
    ...{ path: '.github/workflows/release.yml', status: 'in_progress', conclusion: null },
    ...over,
  },
});
export const ended = (conclusion: string) => ({ status: 'completed', conclusion });

/** Each release has a Jenkins of its own here: one address is one build. */
export const buildUrlOf = ({ branch }: Pick<Started, 'branch'>, number = 17): string =>
  `https://ci.test/${branch.replace(/\W/g, '-')}/job/mobile/job/ios%20release/${number}/`;

interface JenkinsBuild {
  readonly number?: number;
  readonly [name: string]: unknown;
}
export const notification = (
  release: Pick<Started, 'branch' | 'triggerId'>,
  phase: string,
  status?: string,
  { number = 17, ...over }: JenkinsBuild = {},
) => ({
  ...{ name: 'ios release', url: 'job/mobile/job/ios%20release/' },
  build: {
    ...{ full_url: buildUrlOf(release, number), number, phase },
    ...(status === undefined ? {} : { status }),
    parameters: { BRANCH: release.branch, RELEASE_VERSION: '1', WINDLASS_TRIGGER_ID: release.triggerId },
    artifacts: { 'app.ipa': { archive: 'https://ci.test/app.ipa' } },
    ...over,
  },
});

export type CiWorld = Awaited<ReturnType<typeof startCiWorld>>;

export async function startCiWorld() {
  const flow = await startWorkflow();
  const kit: Kit = await flow.world.integrationKit();

  async function buildsOf(id: string) {
    const { pipelines } = await flow.world.stored(id);
    const of = (integrationId: string) => pipelines.find((item) => item.pipelineIntegrationId === integrationId);
    return { ios: of(kit.iosPipeline), android: of(kit.androidPipeline) };
  }

  /** A release that is about to start its builds. */
  async function asked(over: object = {}): Promise<Started> {
    const id = await flow.at('TRIGGER_BUILDS', kit, { ...over });
    const { release } = await flow.world.stored(id);
    await flow.world.seed([flow.world.releases.claimBranch(release)]);
    return { id, branch: release.branchRelease, runId: 0, triggerId: '' };
  }

  /** A release whose two builds were started. */
  async function started(over: object = {}): Promise<Started> {
    const release = await asked(over);
    for (const pipelineIntegrationId of [kit.iosPipeline, kit.androidPipeline])
      await flow.run('triggerBuild', release.id, { pipelineIntegrationId });
    const { ios, android } = await buildsOf(release.id);
    return { ...release, runId: Number(android?.externalId), triggerId: ios?.triggerId ?? '' };
  }

  return {
    ...{ flow, kit, buildsOf, asked, started },
    github: (payload: object, over: object = {}) =>
      flow.ci('github', 'workflow_run', payload, { integrationId: kit.scm, ...over }),
    jenkins: (payload: object, over: object = {}) =>
      flow.ci('jenkins', 'build', payload, { integrationId: kit.iosPipeline, ...over }),
    /** Types of the events about a release whose builds were started, after that. */
    told: async (id: string) => (await flow.typesOf(id)).slice(3),
  };
}
