// Reads and writes of deployments. Writes are returned for a transaction.
import { createHash } from 'node:crypto';
import { baseErrors } from '../_base/conflicts.ts';
import { isId, shelfOf, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { isoOf, monthsFrom } from '../_base/time/iso.ts';
import {
  type DeploymentItem,
  deploymentDefinition,
  deploymentSourceDefinition,
  releaseDeploymentDefinition,
  stageOutputDefinition,
} from './deployment.entity.ts';
import { type DeploymentFilter, matchesFilter } from './deployment.model.ts';
import { deploymentErrors } from './errors.ts';
import type { DeploymentSource } from './reports/deployment-report.model.ts';
import type { Outputs } from './stages/stage.model.ts';
import type { StageName } from './words.model.ts';

const DAY_MS = 86_400_000;
/** Clocks of others may be ahead. */
const AHEAD_MS = DAY_MS;
const SHOWN_MS = 2 * 366 * DAY_MS;
/** Months that a page looks into. */
const MOST_MONTHS = 6;

/** Pages of the deployments of a release, of 100. */
const MOST_PAGES = 5;

type Place = Pick<DeploymentItem, 'environmentId' | 'serviceId'>;
const isOfPlace = (item: Place, { environmentId, serviceId }: Place): boolean =>
  item.environmentId === environmentId && item.serviceId === serviceId;
/** One that took itself back never succeeded. */
const cameThrough = ({ status, deploymentId, rolledBackBy }: DeploymentItem): boolean =>
  status === 'SUCCEEDED' || (status === 'ROLLED_BACK' && rolledBackBy !== deploymentId);

export type DeploymentRepo = ReturnType<typeof createDeploymentRepo>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Bytes of a source in a sort key, which has at most 1024; a longer one has its hash there. */
const MOST_KEY_BYTES = 900;

function sourceKey(tenantId: string, source: DeploymentSource) {
  const { externalId } = source;
  const [provider, repository] = [source.provider.toLowerCase(), (source.repository ?? '').toLowerCase()];
  const of = { tenantId, shelf: hashOf(externalId).slice(0, 1) };
  const name = [provider, repository, externalId].join('#');
  if (Buffer.byteLength(name) <= MOST_KEY_BYTES) return { ...of, provider, repository, externalId };
  return { ...of, provider: 'long', repository: '', externalId: hashOf(name) };
}

/** No system that reports has a name with a space. */
const promotionKey = (tenantId: string, promotionId: string) =>
  sourceKey(tenantId, { provider: 'windlass promotion', externalId: promotionId });

export function createDeploymentRepo(table: Table) {
  const deployments = itemsOf(table, deploymentDefinition);
  const sources = itemsOf(table, deploymentSourceDefinition);
  const outputs = itemsOf(table, stageOutputDefinition);
  const ofReleases = itemsOf(table, releaseDeploymentDefinition);

  const find = async (tenantId: TenantId, deploymentId: string): Promise<DeploymentItem | undefined> =>
    isId(deploymentId) ? deployments.find({ tenantId, deploymentId, shelf: shelfOf(deploymentId) }) : undefined;

  const attach = ({ tenantId, deploymentId }: DeploymentItem, releaseId: string): Write =>
    ofReleases.put({ tenantId, releaseId, deploymentId });

  /** The deployments of a release by the time at which they were first heard of. */
  async function ofRelease(tenantId: TenantId, releaseId: string, page: PageRequest, filter: Record<string, unknown>) {
    const { items, nextCursor } = await ofReleases.page(
      { tenantId, releaseId },
      page,
      { newestFirst: true },
      undefined,
      filter,
    );
    const keys = items.map(({ deploymentId }) => ({ tenantId, deploymentId, shelf: shelfOf(deploymentId) }));
    return { items: await deployments.findMany(keys, false), nextCursor };
  }

  return {
    find,

    /** Throws `deployment.not_found`. */
    async get(tenantId: TenantId, deploymentId: string): Promise<DeploymentItem> {
      const found = await find(tenantId, deploymentId);
      if (!found) throw deploymentErrors.not_found();
      return found;
    },

    /** By its name at the system that reports it. */
    async ofSource(tenantId: TenantId, source: DeploymentSource): Promise<DeploymentItem | undefined> {
      const named = await sources.find(sourceKey(tenantId, source));
      return named && find(tenantId, named.deploymentId);
    },

    /** Conflicts if the source has named a deployment so meanwhile. */
    create: (item: DeploymentItem): Write[] => [
      deployments.create(item),
      ...(item.source
        ? [sources.create({ ...sourceKey(item.tenantId, item.source), deploymentId: item.deploymentId })]
        : []),
      ...(item.releaseId === undefined ? [] : [attach(item, item.releaseId)]),
    ],

    update: (before: DeploymentItem, at: string, changes: Changes<DeploymentItem>): Write[] => [
      deployments.change(before, at, changes),
      ...((changes as Partial<DeploymentItem>).releaseId
        ? [attach(before, String((changes as Partial<DeploymentItem>).releaseId))]
        : []),
    ],

    /** By the promotion that it carries out. */
    async ofPromotion(tenantId: TenantId, promotionId: string): Promise<DeploymentItem | undefined> {
      const named = await sources.find(promotionKey(tenantId, promotionId));
      return named && find(tenantId, named.deploymentId);
    },

    /** Conflicts if the promotion has a deployment already. */
    createOfPromotion: (item: DeploymentItem, promotionId: string): Write[] => [
      deployments.create(item),
      sources.create({ ...promotionKey(item.tenantId, promotionId), deploymentId: item.deploymentId }),
      ...(item.releaseId === undefined ? [] : [attach(item, item.releaseId)]),
    ],

    /** Keeps the progress without a new revision. Throws `request.conflict` if the deployment has changed since. */
    async keepProgress(before: DeploymentItem, progress: DeploymentItem['progress']): Promise<void> {
      if (!(await deployments.send(deployments.note(before, { progress })))) throw baseErrors.conflict();
    },

    /** The outputs of its stages. */
    async outputsOf({ tenantId, deploymentId, shelf, stages }: DeploymentItem): Promise<Outputs> {
      if (!stages.some(({ hasOutput }) => hasOutput)) return {};
      const found = await outputs.all({ tenantId, deploymentId, shelf });
      return Object.fromEntries(found.map(({ stage, output }) => [stage, output]));
    },

    keepOutput: ({ tenantId, deploymentId, shelf }: DeploymentItem, stage: StageName, output: string): Write =>
      outputs.put({ tenantId, deploymentId, shelf, stage, output }),

    /** Keeps reports that change nothing that people see. Throws `request.conflict` if it has changed since. */
    async keepTold(before: DeploymentItem, told: DeploymentItem['told']): Promise<void> {
      const isKept = await deployments.send(deployments.change(before, undefined, { told }));
      if (!isKept) throw baseErrors.conflict();
    },

    /**
     * True if a deployment of the release that counts has succeeded there, whatever became of it. Looks at the newest 500 of the release.
     */
    async hasRun(
      tenantId: TenantId,
      releaseId: string,
      place: Place,
      counts: (item: DeploymentItem) => boolean,
    ): Promise<boolean> {
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { items, nextCursor } = await ofRelease(tenantId, releaseId, { limit: 100, cursor }, { of: 'release' });
        if (items.some((item) => isOfPlace(item, place) && cameThrough(item) && counts(item))) return true;
        if (nextCursor === null) return false;
        cursor = nextCursor;
      }
      return false;
    },

    /** Newest first; a page that filters shorten may be short. `now` is epoch milliseconds. */
    async list(
      tenantId: TenantId,
      asked: DeploymentFilter,
      serviceId: string | undefined,
      page: PageRequest,
      now: number,
    ): Promise<Page<DeploymentItem>> {
      const { environmentId, releaseId, status, service: _, ...rest } = asked;
      const keep = (item: DeploymentItem) => matchesFilter(item, serviceId, asked);
      const filter = { environmentId, releaseId, status, serviceId, ...rest };
      if (releaseId !== undefined) {
        const { items, nextCursor } = await ofRelease(tenantId, releaseId, page, filter);
        return { items: items.filter(keep), nextCursor };
      }
      const { from = '0', to = '~' } = asked;
      if (from >= to) return { items: [], nextCursor: null };
      const by = (index: string, of: object, some: PageRequest) =>
        deployments.page({ tenantId, ...of }, some, { index, newestFirst: true, between: [from, to] }, keep, filter);
      if (serviceId !== undefined) return by('byService', { serviceId }, page);
      if (environmentId !== undefined) return by('byEnvironment', { environmentId }, page);
      const last = [to, isoOf(now + AHEAD_MS)].toSorted()[0] as string;
      const months = monthsFrom(asked.from ?? isoOf(Date.parse(last) - SHOWN_MS), last).toReversed();
      const inMonth = (month: string, some: PageRequest) =>
        status === undefined ? by('byTime', { month }, some) : by('byStatus', { status, month }, some);
      return readParts(months, page, inMonth, MOST_MONTHS);
    },
  };
}
