// GITHUB_ACTIONS: starts a workflow by workflow_dispatch. GitHub has no idempotency key and refuses undeclared inputs, so
// an earlier attempt is recognized only by event, branch and time.
// https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { statusOfGithubRun } from '../../../entities/releases/reports/ci-status.model.ts';
import { isPage, path } from '../_client/caller.ts';
import type { ClientContext, PipelineClient, TriggeredBuild } from '../adapter.ts';
import { createGithubCaller, repositoryPath, writableRepository } from '../github/github-api.ts';

const workflowReply = z.object({ name: z.string(), state: z.string(), html_url: z.string() });

const runsReply = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      run_number: z.number(),
      html_url: z.string(),
      head_sha: z.string().optional(),
      created_at: z.string(),
    }),
  ),
});

const runReply = z.object({
  id: z.number(),
  run_number: z.number(),
  run_attempt: z.number().optional(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_sha: z.string().nullish(),
  html_url: z.string(),
});

/** The answer with `return_run_details`; GitHub Enterprise Server up to 3.20 answers an empty 204. */
const dispatchReply = z.object({ workflow_run_id: z.number(), html_url: z.string() });

/** Clocks differ: our run may seem slightly older than our request. */
const CLOCK_SKEW_MS = 5_000;
/** Lists show a run only some moments after its request. */
const SHOWS_AFTER_MS = 5_000;
const UNSEEN = Symbol('started, but not shown yet');

export function createGithubActionsClient(context: ClientContext<'GITHUB_ACTIONS'>): PipelineClient {
  const api = createGithubCaller(context);
  const { owner, repository, workflow } = context.config;
  const root = repositoryPath(context.config) + path`/actions/workflows/${workflow}`;

  /** The first dispatched run of this branch since then: later ones belong to other triggers. */
  async function runSince(branch: string, since: string): Promise<TriggeredBuild | undefined> {
    const earliest = new Date(Date.parse(since) - CLOCK_SKEW_MS);
    const created = `>=${earliest.toISOString().replace(/\.\d{3}Z$/, 'Z')}`;
    const query = { event: 'workflow_dispatch', branch, created, per_page: 100 };
    const { workflow_runs: runs } = await api.read(runsReply, { method: 'GET', path: `${root}/runs`, query });
    // `created` counts whole seconds.
    const [run] = runs
      .filter((candidate) => Date.parse(candidate.created_at) >= Math.floor(earliest.getTime() / 1000) * 1000)
      .sort((one, other) => one.id - other.id);
    if (!run) return undefined;
    const { id, run_number, html_url, head_sha: commitSha } = run;
    return { buildUrl: html_url, buildNumber: String(run_number), externalId: String(id), commitSha };
  }

  async function dispatch(ref: string, inputs: Readonly<Record<string, string>>) {
    const call = { method: 'POST', path: `${root}/dispatches` } as const;
    try {
      return await api.send({ ...call, body: { ref, inputs, return_run_details: true } });
    } catch (error) {
      // A server that does not know the option names it in the refusal and starts nothing.
      if (!/return_run_details/.test(error instanceof Error ? error.message : '')) throw error;
      return api.send({ ...call, body: { ref, inputs } });
    }
  }

  /**
   * The permissions in the reply about a repository are those of the token's account. So the check asks for a run of a ref that
   * does not exist: GitHub always refuses it, with 403 if the token may not start workflows.
   */
  async function assertMayDispatch(name: string): Promise<void> {
    const body = { ref: `refs/heads/windlass-verifies-${'0'.repeat(40)}` };
    const { failure } = await api.attempt({ method: 'POST', path: `${root}/dispatches`, body, isRepeatable: true });
    if (failure?.code === 'integration.unauthorized') {
      throw integrationErrors.unauthorized({
        detail: `The token can read ${name} but not start it: ${failure.message}`,
      });
    }
    if (failure && /workflow_dispatch/.test(failure.message)) {
      throw integrationErrors.refused({
        detail: `The workflow ${name} cannot be started: add workflow_dispatch to its \`on:\``,
      });
    }
  }

  return {
    async verify() {
      const found = await api.read(workflowReply, { method: 'GET', path: root });
      if (found.state !== 'active') {
        throw integrationErrors.refused({ detail: `The workflow ${found.name} is ${found.state}, not active` });
      }
      await writableRepository(api, context.config);
      await assertMayDispatch(found.name);
      return `Can read the workflow ${found.name} of ${owner}/${repository}`;
    },

    async trigger({ branch, parameters, triggerId, since, mayHaveStarted }) {
      const find = () => runSince(branch, since);
      const make = async (): Promise<TriggeredBuild | typeof UNSEEN> => {
        const reply = await dispatch(branch, parameters);
        const { data } = dispatchReply.safeParse(reply.json);
        if (data) return { buildUrl: data.html_url, externalId: String(data.workflow_run_id) };
        if (!isPage(reply)) return UNSEEN;
        throw integrationErrors.reply_invalid({ detail: `GitHub answered ${reply.status} with a page and no run` });
      };
      const effect = { find, make, mayExist: mayHaveStarted, showsAfterMs: SHOWS_AFTER_MS };
      const started = await api.ensure<TriggeredBuild | typeof UNSEEN>(effect);
      if (started !== UNSEEN) return started;
      // The run is started even if these looks fail. A run that GitHub does not show yet is recognized by branch and time.
      const run = await find().catch(() => undefined);
      if (run) return run;
      const page = await api.read(workflowReply, { method: 'GET', path: root }).catch(() => undefined);
      return { buildUrl: page?.html_url ?? context.config.baseUrl, externalId: `dispatch:${triggerId}` };
    },

    async status({ externalId, branch, since }) {
      const id = externalId.startsWith('dispatch:') ? (await runSince(branch, since))?.externalId : externalId;
      if (id === undefined) return undefined;
      const call = { method: 'GET', path: repositoryPath(context.config) + path`/actions/runs/${id}` } as const;
      const run = await api.find(runReply, call);
      if (!run) return undefined;
      return {
        status: statusOfGithubRun(run),
        externalId: String(run.id),
        buildNumber: String(run.run_number),
        attempt: run.run_attempt,
        buildUrl: run.html_url,
        buildLogUrl: run.html_url,
        commitSha: run.head_sha ?? undefined,
      };
    },
  };
}
