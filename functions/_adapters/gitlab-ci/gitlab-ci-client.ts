// GITLAB_CI: starts a pipeline of one project. The variable WINDLASS_TRIGGER_ID marks our pipelines, so that one whose
// answer was lost is found. If the token cannot read variables, ref and time identify it.
// https://docs.gitlab.com/api/pipelines/ and https://docs.gitlab.com/api/pipeline_triggers/
import * as z from 'zod';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { endOfGitlabPipeline } from '../../../entities/releases/reports/ci-status.model.ts';
import { path } from '../_client/caller.ts';
import type { ClientContext, PipelineClient, TriggeredBuild } from '../adapter.ts';
import { createGitlabCaller, projectRoot, writableProject } from '../gitlab/gitlab-api.ts';

const TRIGGER_VARIABLE = 'WINDLASS_TRIGGER_ID';

const pipelineReply = z.object({
  id: z.number(),
  /** The pipeline's number within the project; GitLab before 14.6 does not list it. */
  iid: z.number().optional(),
  web_url: z.string(),
  sha: z.string().optional(),
  created_at: z.string(),
  source: z.string().optional(),
  status: z.string().optional(),
});
type Pipeline = z.output<typeof pipelineReply>;

const variablesReply = z.array(z.object({ key: z.string(), value: z.unknown() }));

/** Clocks differ: our pipeline may seem slightly older than our request. */
const CLOCK_SKEW_MS = 5_000;
/** Sources of pipelines that were started by API: with a token, and with a trigger token. */
const OUR_SOURCES = ['api', 'trigger'];

export function createGitlabCiClient(context: ClientContext<'GITLAB_CI'>): PipelineClient {
  const api = createGitlabCaller(context);
  const { triggerToken } = context.credentials;
  const root = projectRoot(context.config);

  /** The trigger id of a pipeline; `hidden` if the token may not read it. */
  async function triggerIdOf({ id }: Pipeline): Promise<string | undefined | typeof HIDDEN> {
    const { reply, failure } = await api.attempt({ method: 'GET', path: `${root}/pipelines/${id}/variables` });
    if (failure) {
      // GitLab also answers 403 to a client that it blocks for a while.
      const isHidden = reply.status === 404 || failure.code === 'integration.unauthorized';
      if (isHidden) return HIDDEN;
      throw failure;
    }
    const { data = [] } = variablesReply.safeParse(reply.json);
    const own = data.find(({ key }) => key === TRIGGER_VARIABLE)?.value;
    return typeof own === 'string' ? own : undefined;
  }

  /** Of the pipelines on `ref` since then, the one with our variable, otherwise the first with hidden variables. */
  async function findOwn(ref: string, triggerId: string, since: string): Promise<TriggeredBuild | undefined> {
    const earliest = Date.parse(since) - CLOCK_SKEW_MS;
    const query = { ref, updated_after: isoOf(earliest), order_by: 'id', sort: 'asc', per_page: 100 };
    const call = { method: 'GET', path: `${root}/pipelines`, query } as const;
    const listed = await api.read(z.array(pipelineReply), call);
    const candidates = listed.filter(
      ({ created_at, source }) =>
        Date.parse(created_at) >= earliest && (source === undefined || OUR_SOURCES.includes(source)),
    );
    let unseen: Pipeline | undefined;
    for (const pipeline of candidates) {
      const found = await triggerIdOf(pipeline);
      if (found === triggerId) return toBuild(pipeline);
      if (found === HIDDEN) unseen ??= pipeline;
    }
    return unseen && toBuild(unseen);
  }

  function start(ref: string, variables: Readonly<Record<string, string>>): Promise<Pipeline> {
    if (triggerToken === undefined) {
      const list = Object.entries(variables).map(([key, value]) => ({ key, value }));
      return api.read(pipelineReply, { method: 'POST', path: `${root}/pipeline`, body: { ref, variables: list } });
    }
    const body = new URLSearchParams({ token: triggerToken, ref });
    for (const [key, value] of Object.entries(variables)) body.set(`variables[${key}]`, value);
    return api.read(pipelineReply, { method: 'POST', path: `${root}/trigger/pipeline`, body });
  }

  /** Asks for a pipeline of a ref that does not exist: GitLab answers 404 to a wrong trigger token, and 400 to a right one. */
  async function assertMayTrigger(name: string): Promise<void> {
    if (triggerToken === undefined) return;
    const body = new URLSearchParams({ token: triggerToken, ref: `windlass-verifies-${'0'.repeat(40)}` });
    const call = { method: 'POST', path: `${root}/trigger/pipeline`, body, isRepeatable: true } as const;
    const { reply, failure } = await api.attempt(call);
    if (!failure || reply.status === 400) return;
    if (reply.status !== 404) throw failure;
    throw integrationErrors.unauthorized({
      detail: `The trigger token starts no pipelines of ${name}: make one there`,
    });
  }

  return {
    async verify() {
      const name = await writableProject(api, context.config, 'start pipelines of it');
      // Answers 403 if the project has CI switched off.
      const query = { per_page: 1 };
      await api.read(z.array(pipelineReply), { method: 'GET', path: `${root}/pipelines`, query });
      await assertMayTrigger(name);
      return `Can start pipelines of ${name}`;
    },

    async trigger({ branch, parameters, triggerId, since, mayHaveStarted }) {
      return api.ensure({
        find: () => findOwn(branch, triggerId, since),
        make: async () => toBuild(await start(branch, { ...parameters, [TRIGGER_VARIABLE]: triggerId })),
        mayExist: mayHaveStarted,
      });
    },

    async status({ externalId }) {
      const found = await api.find(pipelineReply, { method: 'GET', path: root + path`/pipelines/${externalId}` });
      return (
        found && {
          ...toBuild(found),
          buildLogUrl: found.web_url,
          status: endOfGitlabPipeline(found.status) ?? 'RUNNING',
        }
      );
    },
  };
}

const HIDDEN = Symbol('hidden');

const toBuild = ({ id, iid, web_url, sha }: Pipeline): TriggeredBuild => ({
  buildUrl: web_url,
  commitSha: sha,
  buildNumber: iid?.toString(),
  externalId: String(id),
});
