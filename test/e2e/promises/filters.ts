// The filters of every list: a value of each, and the items that fit, said here once more and not taken from the code that decides.
import type { Body } from '../../support/stack.ts';
import type { World } from './things.ts';

export type Filters = Readonly<Record<string, string | number>>;

export interface Filtered {
  /** A value of each filter. */
  readonly of: Readonly<Record<string, string | ((world: World) => string)>>;
  /** The query of everything that the filters choose from. */
  readonly all?: (world: World) => Filters;
  readonly fits: (item: Body, filters: Body, world: World) => boolean;
  /** Filters that are refused without another one. */
  readonly needs?: Readonly<Record<string, string>>;
}

const thing = (name: string) => (world: World) => world.things[name] ?? '';

/** Every filter is undefined or as it is in the item. */
const same = (names: Readonly<Record<string, string>>) => (item: Body, filters: Body) =>
  Object.entries(names).every(
    ([filter, field]) => filters[filter] === undefined || String(item[field]) === filters[filter],
  );

const begins = (value: string, typed: string | undefined) =>
  value.toLowerCase().startsWith((typed ?? '').toLowerCase());

/** None is all. */
const names = (listed: readonly string[], value: string | undefined) =>
  value === undefined || listed.length === 0 || listed.includes(value);

const PENDING = 'PENDING';
const STATUSES = 'KICKOFF_PENDING,PENDING,STARTED,REGRESSION_IN_PROGRESS,BUILD_SUBMITTED,RELEASED,CANCELLED,ARCHIVED';
const UNDER_WAY = /^(?:KICKOFF_PENDING|PENDING|STARTED|REGRESSION_IN_PROGRESS|BUILD_SUBMITTED)$/;
const sameOfRelease = same({
  service: 'service',
  version: 'version',
  type: 'releaseType',
  pilot: 'releasePilotId',
  isPaused: 'isPaused',
  isDelayed: 'isDelayed',
});

const notifications: Filtered = {
  of: { status: 'SENT', channel: 'SLACK' },
  fits: same({ status: 'status', channel: 'channel' }),
};

const integrations: Filtered = {
  of: { verified: 'true', active: 'true', type: 'JENKINS', status: 'VALID', health: 'HEALTHY' },
  fits: (item, { verified, active, ...filters }) =>
    same({ type: 'type', status: 'verificationStatus', health: 'healthStatus' })(item, filters) &&
    (verified === undefined || (item.verificationStatus === 'VALID') === (verified === 'true')) &&
    (active ?? (verified === 'true' ? 'true' : String(item.isActive))) === String(item.isActive),
};

/** Of the team `backend`. */
const BACKEND = /^(?:Lena Lead|Dev Developer|Vera Viewer)$/;
const people = (nameOf: (item: Body) => string, emailOf: (item: Body) => string): Filtered => ({
  of: { isActive: 'true', role: 'DEVELOPER', team: 'backend', name: 'de', email: 'DEV@' },
  fits: (item, { isActive, role, team, name, email }) =>
    same({ isActive: 'isActive', role: 'role' })(item, { isActive, role }) &&
    (team === undefined || BACKEND.test(nameOf(item))) &&
    begins(nameOf(item), name) &&
    begins(emailOf(item), email),
});

export const FILTERS: Readonly<Record<string, Filtered>> = {
  listApprovals: {
    of: { status: PENDING, subjectId: thing('release'), mine: 'true' },
    all: (world) => ({ subjectId: thing('release')(world) }),
    fits: (item, { status, subjectId, mine }) =>
      (subjectId === undefined || item.subject.id === subjectId) &&
      (status ?? (subjectId === undefined || mine === 'true' ? PENDING : item.status)) === item.status,
  },
  listAuditEntries: {
    of: {
      user: thing('admin'),
      action: 'release.created',
      resourceType: 'Release',
      resourceId: thing('release'),
      start: thing('begin'),
      end: thing('middle'),
    },
    fits: (item, { user, action, resourceType, resourceId, start, end }) =>
      same({ action: 'action', resourceType: 'resourceType', resourceId: 'resourceId' })(item, {
        action,
        resourceType,
        resourceId,
      }) &&
      (user === undefined || item.actor.id === user) &&
      (start === undefined || item.at >= start) &&
      (end === undefined || item.at < end),
  },
  listComponentVersions: {
    of: { channel: 'stable', digest: thing('digest') },
    fits: same({ channel: 'channel', digest: 'digest' }),
  },
  listComponents: { of: { service: thing('serviceId') }, fits: same({ service: 'serviceId' }) },
  listDeployments: {
    of: {
      environmentId: thing('environment'),
      service: 'payment-api',
      releaseId: thing('release'),
      status: 'SUCCEEDED',
      origin: 'REPORTED',
      from: thing('begin'),
      to: thing('middle'),
    },
    fits: (item, { from, to, ...filters }) =>
      same({
        ...{ environmentId: 'environmentId', service: 'service', releaseId: 'releaseId', status: 'status' },
        origin: 'origin',
      })(item, filters) &&
      (from === undefined || item.startedAt >= from) &&
      (to === undefined || item.startedAt < to),
  },
  listDeploymentTasks: { of: { status: 'QUEUED' }, fits: same({ status: 'status' }) },
  listEvidence: {
    of: { subjectId: thing('promotion'), releaseId: thing('release'), type: 'DECISION' },
    fits: same({ subjectId: 'subjectId', releaseId: 'releaseId', type: 'type' }),
  },
  listPromotionHolds: { of: { environmentId: thing('environment') }, fits: same({ environmentId: 'environmentId' }) },
  listPromotions: {
    of: {
      environmentId: thing('environment'),
      service: 'payment-api',
      releaseId: thing('release'),
      status: 'REJECTED',
      from: thing('begin'),
      to: thing('promoted'),
    },
    fits: (item, { from, to, ...filters }) =>
      same({
        ...{ environmentId: 'environmentId', service: 'service', releaseId: 'releaseId', status: 'status' },
      })(item, filters) &&
      (from === undefined || item.requestedAt >= from) &&
      (to === undefined || item.requestedAt < to),
  },
  listLiveDeployments: {
    of: { environmentId: thing('environment'), service: 'payment-api' },
    fits: same({ environmentId: 'environmentId', service: 'service' }),
  },
  listLiveStores: {
    of: { targetIntegrationId: thing('store'), service: 'payment-api' },
    fits: same({ targetIntegrationId: 'targetIntegrationId', service: 'service' }),
  },
  listEnvironments: {
    of: { tier: 'PRODUCTION', isStopped: 'true', autoPromote: 'true' },
    fits: same({ tier: 'tier', isStopped: 'isStopped', autoPromote: 'autoPromote' }),
  },
  listAgents: {
    of: { status: PENDING, environmentId: thing('environment'), capability: 'docker' },
    fits: (item, { status, environmentId, capability }) =>
      same({ status: 'status' })(item, { status }) &&
      names(item.environmentIds, environmentId) &&
      (capability === undefined || item.capabilities.includes(capability)),
  },
  listEnvironmentTargets: {
    of: {
      environmentId: thing('environment'),
      componentId: thing('component'),
      type: 'KUBERNETES',
      healthStatus: 'UNKNOWN',
      label: 'region=eu',
    },
    fits: (item, { label, ...filters }) =>
      same({ environmentId: 'environmentId', componentId: 'componentId', type: 'type', healthStatus: 'healthStatus' })(
        item,
        filters,
      ) &&
      (label === undefined || `region=${item.labels.region}` === label),
  },
  listFreezeWindows: {
    of: { environment: thing('environment'), service: 'payment-api', effect: 'ALLOW', isActive: 'true' },
    fits: (item, { environment, service, effect, isActive }) =>
      same({ effect: 'effect', isActive: 'isActive' })(item, { effect, isActive }) &&
      names(item.environments, environment) &&
      names(item.services, service),
  },
  listAllIntegrations: {
    of: { ...integrations.of, kind: 'PIPELINE' },
    fits: (item, { kind, ...filters }, world) =>
      same({ kind: 'kind' })(item, { kind }) && integrations.fits(item, filters, world),
  },
  listIntegrations: integrations,
  listInvitations: { of: { status: PENDING }, fits: same({ status: 'status' }) },
  listMembers: people(
    ({ name }) => name,
    ({ name }) => `${name.split(' ')[0].toLowerCase()}@acme.example`,
  ),
  listReleaseNotifications: notifications,
  listReleases: {
    of: {
      status: 'STARTED,REGRESSION_IN_PROGRESS',
      service: 'payment-api',
      version: '7.0.0',
      type: 'PLANNED',
      pilot: thing('pilot'),
      isPaused: 'true',
      isDelayed: 'false',
      waitsFor: 'SIGN_OFF',
    },
    all: () => ({ status: STATUSES }),
    fits: (item, { status, waitsFor, ...filters }) =>
      sameOfRelease(item, filters) &&
      (waitsFor === undefined || item.waitsFor?.what === waitsFor) &&
      (status === undefined
        ? (filters.pilot ?? waitsFor) === undefined && filters.isPaused === undefined
          ? item.status !== 'ARCHIVED'
          : UNDER_WAY.test(item.status)
        : status.split(',').includes(item.status)),
  },
  listRepositories: {
    of: { provider: 'github', externalId: '1001' },
    fits: same({ provider: 'provider', externalId: 'externalId' }),
    needs: { externalId: 'provider' },
  },
  listRunbooks: {
    of: {
      service: 'payment-api',
      environment: 'production',
      author: thing('author'),
      tag: 'rollback',
      isActive: 'true',
      q: 'procedure ROLLBACK',
    },
    fits: (item, { author, tag, q, ...filters }) =>
      same({ service: 'service', environment: 'environment', isActive: 'isActive' })(item, filters) &&
      (author === undefined || item.createdBy.id === author) &&
      (tag === undefined || item.tags.includes(tag)) &&
      (q === undefined || item.title === 'Rollback procedure'),
  },
  listServices: {
    of: { owner: thing('pilot'), team: thing('teamId'), isActive: 'true' },
    fits: same({ owner: 'ownerId', team: 'teamId', isActive: 'isActive' }),
  },
  listSessions: { of: { userId: thing('admin') }, fits: same({ userId: 'userId' }) },
  listTeams: { of: { name: 'back' }, fits: ({ name }, filters) => begins(name, filters.name) },
  listTenantNotifications: notifications,
  listTokens: {
    of: { owner: 'CI' },
    all: () => ({ owner: 'all' }),
    fits: ({ ownerId }, { owner }) => owner === undefined || ownerId === null,
  },
  listUsers: people(
    ({ fullName }) => fullName,
    ({ email }) => email,
  ),
  listWebhookDeliveries: {
    of: { status: 'SENT', channel: 'WEBHOOK' },
    fits: same({ status: 'status', channel: 'channel' }),
  },
};
