// JENKINS: starts a parameterized job. The parameter WINDLASS_TRIGGER_ID marks our builds, so that one whose answer was
// lost is found. The job must declare it (Jenkins drops undeclared parameters, SECURITY-170).
// https://www.jenkins.io/doc/book/using/remote-access-api/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { statusOfJenkinsResult } from '../../../entities/releases/reports/ci-status.model.ts';
import { createCaller, path, type ServiceWords } from '../_client/caller.ts';
import { titleOf } from '../_client/causes.ts';
import type { BuildState, ClientContext, PipelineClient, TriggeredBuild } from '../adapter.ts';

/** Actions have many kinds, and some are empty objects; one of them contains the parameters. */
const actions = z
  .array(
    z
      .object({ parameters: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).optional() })
      .nullable(),
  )
  .optional();

const crumbReply = z.object({ crumb: z.string(), crumbRequestField: z.string() });

const jobReply = z.object({
  fullName: z.string().optional(),
  name: z.string(),
  buildable: z.boolean(),
  property: z.array(z.object({ parameterDefinitions: z.array(z.object({ name: z.string() })).optional() })).optional(),
});

const queueReply = z.object({ items: z.array(z.object({ id: z.number(), actions })) });

const queueItemReply = z.object({
  id: z.number(),
  /** True for an item that left the queue without a build. */
  cancelled: z.boolean().optional(),
  /** Set after the build has begun. */
  executable: z.object({ number: z.number(), url: z.string() }).nullish(),
});

const buildsReply = z.object({
  builds: z.array(z.object({ number: z.number(), url: z.string(), queueId: z.number(), actions })),
});

const revision = z.object({ lastBuiltRevision: z.object({ SHA1: z.string() }).nullish() }).nullable();

const buildReply = z.object({
  number: z.number(),
  url: z.string(),
  building: z.boolean(),
  result: z.string().nullish(),
  /** The Git plugin adds one action per repository that was checked out. */
  actions: z.array(revision).optional(),
  artifacts: z.array(z.object({ relativePath: z.string() })).optional(),
});

/** The commit of the build, only if one repository was checked out: others may be shared libraries. */
function commitOf({ actions = [] }: z.output<typeof buildReply>): string | undefined {
  const commits = new Set(actions.flatMap((action) => action?.lastBuiltRevision?.SHA1 ?? []));
  return commits.size === 1 ? [...commits][0] : undefined;
}

const hasParameter = (found: { actions?: z.output<typeof actions> }, name: string, value: string): boolean =>
  (found.actions ?? []).some((action) =>
    (action?.parameters ?? []).some((parameter) => parameter.name === name && parameter.value === value),
  );

/** The most builds of a job that are listed. */
const MOST_BUILDS = 100;
/** The parameter by which our builds are recognized. */
const TRIGGER_PARAMETER = 'WINDLASS_TRIGGER_ID';
const PARAMETERS = ['RELEASE_VERSION', 'BRANCH', TRIGGER_PARAMETER];

/** Jenkins answers errors as HTML; the message is in a header or in the title. */
const jenkins: ServiceWords = {
  name: 'Jenkins',
  messageOf: (reply) => reply.headers['x-error'] ?? titleOf(reply.text),
};

export function createJenkinsClient(context: ClientContext<'JENKINS'>): PipelineClient {
  const { config, credentials, outbound, now } = context;
  const basic = Buffer.from(`${credentials.username}:${credentials.apiToken}`).toString('base64');
  const api = createCaller({
    service: jenkins,
    baseUrl: config.baseUrl,
    outbound,
    now,
    secrets: Object.values(credentials),
    headers: () => ({ authorization: `Basic ${basic}` }),
  });
  const job = config.jobPath
    .split('/')
    .filter((name) => name !== '')
    .map((name) => path`/job/${name}`)
    .join('');

  /** The header that a POST needs with CSRF protection; a crumb is valid only in its session. */
  async function crumb(): Promise<Record<string, string>> {
    const reply = await api.send({ method: 'GET', path: '/crumbIssuer/api/json' }, [404]);
    const { data } = crumbReply.safeParse(reply.json);
    if (!data) return {};
    const session = /\bJSESSIONID[^=;,]*=[^;,]+/.exec(reply.headers['set-cookie'] ?? '')?.[0];
    return { [data.crumbRequestField]: data.crumb, ...(session && { cookie: session }) };
  }

  async function latestBuilds() {
    const tree = `builds[number,url,queueId,actions[parameters[name,value]]]{0,${MOST_BUILDS}}`;
    return (await api.read(buildsReply, { method: 'GET', path: `${job}/api/json`, query: { tree } })).builds;
  }

  async function findOwn(triggerId: string): Promise<TriggeredBuild | undefined> {
    // Reads the queue first: an item that leaves it meanwhile is then among the builds.
    const queueTree = 'items[id,actions[parameters[name,value]]]';
    const queue = await api.read(queueReply, { method: 'GET', path: '/queue/api/json', query: { tree: queueTree } });
    const item = queue.items.find((candidate) => hasParameter(candidate, TRIGGER_PARAMETER, triggerId));
    if (item) return queued(item.id);
    const build = (await latestBuilds()).find((candidate) => hasParameter(candidate, TRIGGER_PARAMETER, triggerId));
    return build && { buildUrl: build.url, buildNumber: String(build.number), externalId: String(build.queueId) };
  }

  async function stateOf(number: string): Promise<BuildState | undefined> {
    const tree = 'number,url,building,result,actions[lastBuiltRevision[SHA1]],artifacts[relativePath]{0,1}';
    const call = { method: 'GET', path: job + path`/${number}/api/json`, query: { tree } } as const;
    const build = await api.find(buildReply, call);
    if (!build) return undefined;
    const [artifact] = build.artifacts ?? [];
    return {
      status: build.building ? 'RUNNING' : (statusOfJenkinsResult(build.result) ?? 'RUNNING'),
      buildNumber: String(build.number),
      buildUrl: build.url,
      buildLogUrl: `${build.url}console`,
      artifactUrl: artifact && `${build.url}artifact/${artifact.relativePath}`,
      commitSha: commitOf(build),
    };
  }

  /** The build number of a queue item. Jenkins forgets an item five minutes after it left the queue. */
  async function numberOf(queueId: string, triggerId: string): Promise<string | 'QUEUED' | 'CANCELLED' | undefined> {
    const item = await api.find(queueItemReply, { method: 'GET', path: path`/queue/item/${queueId}/api/json` });
    if (item?.executable) return String(item.executable.number);
    if (item) return item.cancelled ? 'CANCELLED' : 'QUEUED';
    const builds = await latestBuilds();
    const build = builds.find(
      (candidate) => String(candidate.queueId) === queueId || hasParameter(candidate, TRIGGER_PARAMETER, triggerId),
    );
    if (build) return String(build.number);
    // Items are numbered in their order: ours became no build if all builds since it are listed. Jobs may keep few builds.
    const isSinceBefore = builds.some((other) => other.number === 1 || other.queueId < Number(queueId));
    const isListed = builds.length === 0 || isSinceBefore;
    return isListed ? 'CANCELLED' : undefined;
  }

  /** The build of a queue item, or the item while it waits for an executor. */
  async function queued(id: number): Promise<TriggeredBuild> {
    const waiting = { buildUrl: `${config.baseUrl.replace(/\/+$/, '')}/queue/item/${id}/`, externalId: String(id) };
    // The build is started even if this look fails.
    const item = await api
      .find(queueItemReply, { method: 'GET', path: `/queue/item/${id}/api/json` })
      .catch(() => undefined);
    if (!item?.executable) return waiting;
    return { ...waiting, buildUrl: item.executable.url, buildNumber: String(item.executable.number) };
  }

  return {
    async verify() {
      const tree = 'name,fullName,buildable,property[parameterDefinitions[name]]';
      const found = await api.read(jobReply, { method: 'GET', path: `${job}/api/json`, query: { tree } });
      const name = found.fullName ?? found.name;
      if (!found.buildable) throw integrationErrors.refused({ detail: `The job ${name} is disabled or not buildable` });
      const declared = (found.property ?? []).flatMap((property) => property.parameterDefinitions ?? []);
      const missing = PARAMETERS.filter((parameter) => !declared.some((definition) => definition.name === parameter));
      return missing.length === 0
        ? `Can build ${name}`
        : `Can build ${name}, which does not declare ${missing.join(', ')}`;
    },

    trigger({ parameters, triggerId, mayHaveStarted }) {
      const find = () => findOwn(triggerId);
      const make = async () => {
        const reply = await api.send({
          method: 'POST',
          path: `${job}/buildWithParameters`,
          headers: await crumb(),
          body: new URLSearchParams({ ...parameters, [TRIGGER_PARAMETER]: triggerId }),
        });
        const id = /\/queue\/item\/(\d+)\/?$/.exec(reply.headers.location ?? '')?.[1];
        const started = id ? await queued(Number(id)) : await find();
        if (started) return started;
        throw integrationErrors.reply_invalid({ detail: 'Jenkins accepted the build but named no queue item' });
      };
      return api.ensure({ find, make, mayExist: mayHaveStarted });
    },

    async status({ externalId, buildNumber, triggerId }) {
      const found = buildNumber ?? (await numberOf(externalId, triggerId));
      if (found === undefined) return undefined;
      if (found === 'CANCELLED') return { status: 'CANCELLED' };
      return found === 'QUEUED' ? { status: 'RUNNING' } : stateOf(found);
    },
  };
}
