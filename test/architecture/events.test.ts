// Every defined event has a producer and a consumer, or a reason for having none.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventDefinition } from '../../entities/_base/events.ts';
import { CI_SOURCE_PREFIX, SOURCE_PREFIX } from '../../entities/names.ts';
import { CHANNELS } from '../../entities/notifications/channel.model.ts';
import { EVENT_TYPES } from '../../entities/webhooks/event-types.ts';
import type { Subscription } from '../../functions/_kit/manifest.ts';
import { manifests } from '../../infra/manifests.ts';
import { filesOf, ROOT, readModules } from './rules/source-tree.ts';

type Definition = EventDefinition<string, never>;

/** Events that only rules outside of Windlass listen to: they are published all the same, and archived for replay. */
const EXTERNAL: Readonly<Record<string, string>> = {
  BuildProgressed: 'for dashboards; nothing waits for a build that is still running',
  IssuerDeleted: 'for security monitoring',
  IssuerRegistered: 'for security monitoring',
  IssuerUpdated: 'for security monitoring',
  MailBindingChanged: 'for security monitoring; what may be sent is read with every mail',
  InvitationAccepted: 'for reports of a change; its user is created in the same transaction',
  InvitationRevoked: 'for reports of a change; the link is read with the invitation',
  MembershipChanged: 'for security monitoring; the authorizer reads the role',
  NotificationSettingsUpdated: 'for reports of a change; notifiers read the switches with every message',
  PasskeyAdded: 'for security monitoring',
  PasskeyRemoved: 'for security monitoring',
  ProviderCreated: 'for security monitoring',
  ProviderDeleted: 'for security monitoring',
  ProviderUpdated: 'for security monitoring',
  ReleaseArchived: 'for retention elsewhere; nothing happens to an archived release',
  ReleaseNotesDeleted: 'for tools that translate notes; the workflow generates them again',
  ReleasePublished: 'for tools that read release notes; our workflow goes on to ReleaseReleased by itself',
  ReleaseStarted: 'for dashboards; our workflow goes on by itself and people are told of the builds',
  ReleaseSubmitted: 'for dashboards; people are told of each target',
  DeploymentCreated: 'for dashboards; what is live is written with the deployment',
  DeploymentUpdated: 'for dashboards',
  DeploymentStarted: 'for dashboards and tenants',
  DeploymentStageChanged: 'for dashboards',
  LiveDeploymentRemoved: 'for inventories elsewhere',
  EvidenceRecorded: 'for archives elsewhere; nothing here waits for a packet',
  EnvironmentCreated: 'for catalogs elsewhere',
  AgentCreated: 'for inventories elsewhere',
  AgentDeleted: 'for security monitoring; the authorizer reads the agent',
  AgentJoinTokenRenewed: 'for security monitoring',
  DeploymentTaskQueued: 'for dashboards; agents ask for work',
  DeploymentTaskReturned: 'for monitoring; the state machine waits for the next agent',
  DeploymentTaskSucceeded: 'for dashboards; the state machine is answered with the change',
  AutoPromotionLifted: 'for dashboards and tenants; the next verified release is promoted',
  RunbookCreated: 'for tools that keep a copy of runbooks; nothing here waits for one',
  RunbookDeleted: 'for tools that keep a copy of runbooks',
  RunbookUpdated: 'for tools that keep a copy of runbooks',
  ComponentCreated: 'for catalogs elsewhere',
  ComponentUpdated: 'for catalogs elsewhere',
  ComponentVersionsRecorded: 'for tools that deploy what a tag names; nothing here waits for a tag',
  RepositoryCreated: 'for catalogs elsewhere',
  RepositoryDeleted: 'for catalogs elsewhere',
  RepositoryUpdated: 'for catalogs elsewhere',
  ServiceCreated: 'for catalogs elsewhere',
  ServiceUpdated: 'for catalogs elsewhere; releases read the service when they are created',
  TeamCreated: 'for directories elsewhere',
  TeamMemberChanged: 'for directories elsewhere',
  TeamMemberRemoved: 'for directories elsewhere',
  TeamUpdated: 'for directories elsewhere; names are read with the team',
  SignInPolicyChanged: 'for security monitoring',
  TenantCreated: 'for billing and reports',
  TenantRemoved: 'for billing and reports; nobody of the tenant is left to be told',
  TenantUpdated: 'for billing and reports; names are read with the tenant',
  SessionRevoked: 'for security monitoring',
  SessionRotated: 'for security monitoring',
  SessionStarted: 'for security monitoring',
  SessionsRevoked: 'for security monitoring',
  SignInRefused: 'for security monitoring',
  TokenAddressAdded: 'for security monitoring',
  TokenCreated: 'for security monitoring',
  TokenRevoked: 'for security monitoring',
  TokenRotated: 'for security monitoring',
  TokensIssued: 'for security monitoring',
  UserCreated: 'for directories elsewhere',
  UserUpdated: 'for directories elsewhere; the authorizer reads the activity',
  WebhookCreated: 'for security monitoring',
  WebhookDeleted: 'for security monitoring',
  WebhookSecretRotated: 'for security monitoring',
  WebhookUpdated: 'for security monitoring',
  TrainDeleted: 'for reports of a change; an execution that waits finds the train gone',
};

/** Events that nothing says yet; consumers know them already. */
const UNSAID: Readonly<Record<string, string>> = {};

const exported = await Promise.all(
  filesOf('entities/*/events.ts').map(async (path) => {
    const module = (await import(join(ROOT, path))) as Record<string, Definition>;
    return Object.entries(module).map(([name, event]) => ({ path, name, event }));
  }),
);
const events = exported.flat().filter(({ path }) => !path.includes('/_base/'));

const listeners = manifests.flatMap(({ domain, subscriptions }) =>
  Object.values<Subscription>(subscriptions).map((subscription) => ({ domain, ...subscription })),
);
const hears = ({ source, detailTypes }: Subscription, event: Definition): boolean =>
  source.some((one) => (typeof one === 'string' ? one === event.source : event.source.startsWith(one.prefix))) &&
  (detailTypes === undefined || detailTypes.includes(event.type));

/** It posts whatever there is to whoever asked for it: by that alone an event means nothing to Windlass. */
const LISTENS_TO_ALL = 'notifiers/webhook';

/** Files that make events: not those that only name them. */
const makers = readModules().filter(
  ({ path, text }) =>
    /^(?:functions|entities)\//.test(path) &&
    !/(?:manifest|\.handler|events|messages)\.ts$/.test(path) &&
    text.includes('.create('),
);

describe('an event', () => {
  it.each(events)('$name is defined under its own name', ({ name, event }) => {
    expect([event.type, event.source.startsWith(SOURCE_PREFIX)]).toEqual([name, true]);
  });

  it.each(events)('$name is past tense', ({ name }) => {
    expect(name).toMatch(/(?:ed|Cut|Held|KickedOff|RolledBack|SignedOff|Withdrawn)$/);
  });

  it.each(events)('$name has a producer', ({ name }) => {
    const isMade = makers.some(({ text }) => new RegExp(String.raw`\b${name}\b`).test(text));
    expect(isMade).toBe(!(name in UNSAID));
  });

  it.each(events)('$name has a consumer, or a reason to have none', ({ name, event }) => {
    const heardBy = listeners
      .filter((listener) => listener.domain !== LISTENS_TO_ALL && hears(listener, event))
      .map(({ domain }) => domain);
    expect(heardBy.length > 0).toBe(!(name in EXTERNAL));
  });

  it('that is excused exists', () => {
    const names = events.map(({ name }) => name);
    expect(Object.keys({ ...EXTERNAL, ...UNSAID }).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('can be asked for by a webhook if it is public, and nothing else can', () => {
    const open = events.filter(({ event }) => event.isPublic).map(({ name }) => name);
    expect(EVENT_TYPES).toEqual(open.toSorted());
    expect(events.length - open.length).toBe(6);
  });

  it('is defined once', () => {
    expect(new Set(events.map(({ name }) => name)).size).toBe(events.length);
  });
});

describe('a subscription', () => {
  it.each(listeners)('of $domain listens to events that exist', (listener) => {
    const heard = events.filter(({ event }) => hears(listener, event)).map(({ name }) => name);
    expect((listener.detailTypes ?? []).filter((type) => !heard.includes(type))).toEqual([]);
  });

  it.each(listeners)(
    'of $domain names its events, unless they come from outside',
    ({ domain, source, detailTypes }) => {
      if (domain === LISTENS_TO_ALL) return expect(detailTypes).toBeUndefined();
      const isOutside = source.every((one) => typeof one !== 'string' && one.prefix.startsWith(CI_SOURCE_PREFIX));
      expect(detailTypes === undefined).toBe(isOutside);
    },
  );

  it.each(CHANNELS)('of the notifier of %s hears of what is told through it alone', (channel) => {
    const own = listeners.filter(({ domain }) => domain === `notifiers/${channel.toLowerCase()}`);
    expect(own.map(({ detail }) => detail)).toEqual([{ channels: [channel] }]);
  });

  it.each(filesOf('functions/*/events.handler.ts'))(
    '%s has a consumer for exactly what the manifest subscribes to',
    async (path) => {
      const { consumers } = (await import(join(ROOT, path))) as { consumers: { events: object; ci?: unknown } };
      const domain = path.split('/')[1];
      const own = listeners.filter((listener) => listener.domain === domain);
      expect(Object.keys(consumers.events).sort()).toEqual(
        [...new Set(own.flatMap((one) => one.detailTypes ?? []))].sort(),
      );
      expect(consumers.ci !== undefined).toBe(own.some(({ detailTypes }) => detailTypes === undefined));
    },
  );
});
