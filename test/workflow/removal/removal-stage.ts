// The tenant-removal machine on a real table: tenants that have one of everything a tenant can have, each a copy of the first.
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { newId, SHELVES } from '../../../entities/_base/ids.ts';
import { fillKey, keyOf } from '../../../entities/_base/table/keys.ts';
import { walk } from '../../../entities/_base/table/reads.ts';
import { createApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import * as passwordKeyFile from '../../../entities/access/passwords/password.keys.ts';
import * as sessionKeyFile from '../../../entities/access/session.keys.ts';
import * as agentKeyFile from '../../../entities/agents/agent.keys.ts';
import * as taskKeyFile from '../../../entities/agents/tasks/task.keys.ts';
import * as approvalKeyFile from '../../../entities/approvals/approval.keys.ts';
import * as componentKeyFile from '../../../entities/catalog/components/component.keys.ts';
import * as repositoryKeyFile from '../../../entities/catalog/repositories/repository.keys.ts';
import * as deploymentKeyFile from '../../../entities/deployments/deployment.keys.ts';
import * as liveKeyFile from '../../../entities/deployments/live/live.keys.ts';
import * as planKeyFile from '../../../entities/deployments/windlass/plan.keys.ts';
import * as environmentKeyFile from '../../../entities/environments/environment.keys.ts';
import * as freezeWindowKeyFile from '../../../entities/environments/freezes/freeze-window.keys.ts';
import * as targetKeyFile from '../../../entities/environments/targets/target.keys.ts';
import { evidenceLinkKeys, packetKeys } from '../../../entities/evidence/packet.keys.ts';
import { idempotencyKeys } from '../../../entities/idempotency/idempotency.keys.ts';
import { arrivalKeys } from '../../../entities/intake/arrival.keys.ts';
import { AUDIT_ENTITY } from '../../../entities/names.ts';
import {
  notificationKeys,
  notificationSettingsKeys,
  paceKeys,
  threadKeys,
} from '../../../entities/notifications/notification.keys.ts';
import { outboxKeys } from '../../../entities/outbox/outbox-event.keys.ts';
import * as invitationKeyFile from '../../../entities/people/invitations/invitation.keys.ts';
import * as teamKeyFile from '../../../entities/people/teams/team.keys.ts';
import { adminCountKeys } from '../../../entities/people/user.keys.ts';
import * as promotionHoldKeyFile from '../../../entities/promotions/holds/promotion-hold.keys.ts';
import * as promotionKeyFile from '../../../entities/promotions/promotion.keys.ts';
import { releaseContentKeys } from '../../../entities/releases/contents/release-content.keys.ts';
import { releaseOriginKeys } from '../../../entities/releases/planning/release-origin.keys.ts';
import { storeTurnKeys } from '../../../entities/releases/release.keys.ts';
import * as runbookKeyFile from '../../../entities/runbooks/runbook.keys.ts';
import { createTenantPresence } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTenantRemainsRepo } from '../../../entities/tenants/removal/tenant-remains.repo.ts';
import { trainKeys } from '../../../entities/trains/train.keys.ts';
import { webhookCountKeys, webhookKeys, webhookSecretKeys } from '../../../entities/webhooks/webhook.keys.ts';
import { createCascade, removeReleases } from '../../../functions/releases/tasks/remove-releases.ts';
import { consumers } from '../../../functions/tenants/events.handler.ts';
import { bootstrapTenant } from '../../../functions/tenants/tasks/bootstrap-tenant.ts';
import { tasks as tenantTasks } from '../../../functions/tenants/tasks.handler.ts';
import { NOW_ISO } from '../../support/release-world.ts';
import { startSealing } from '../../support/services/audit-sealing.ts';
import { startWorkflow, TENANT_ID } from '../fixture.ts';
import { startMachines } from '../machines.ts';
import { deletionsOf } from './full-release.ts';
import { signInItems } from './sign-in-items.ts';

type Item = Record<string, unknown>;

const EXPIRES = { expiresAtEpoch: Date.parse(NOW_ISO) / 1000 + 86_400 };
const SLUG = 'acme';

/** The same value of another tenant; sets stay sets. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return [...names].reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (value instanceof Set) return new Set([...value].map((one) => renamed(one, names)));
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner, names)]));
}

export type RemovalStage = Awaited<ReturnType<typeof startRemovalStage>>;

export async function startRemovalStage() {
  const flow = await startWorkflow();
  const { world } = flow;
  const { client, name: TableName } = world.table;
  const tenantId = TENANT_ID as TenantId;
  const kit = await world.integrationKit();

  /** Tenant, people, sign-in, tokens and releases as the domains write them; what notifiers and intake write, by its keys. */
  async function populate(): Promise<void> {
    const { tenants, seed } = world;
    const tokenId = newId<'ApiToken'>();
    const credential = { tenantId, tokenId, hash: 'x', name: 'CI', ownerId: 'CI', role: 'CI', scopes: '*' } as const;
    const made = { madeById: 'bootstrap', madeByName: 'Windlass', createdAt: NOW_ISO, expiresAt: NOW_ISO };
    await seed([
      ...tenants.create({ tenantId, slug: SLUG, name: 'Acme', createdAt: NOW_ISO }),
      ...createApiTokenRepo(world.table).create({ ...credential, ...made }),
    ]);
    const userId = await world.member('LEAD', { slackUserId: 'U1' });
    await seed(signInItems(world.table, tenantId, userId, NOW_ISO));
    const full = deletionsOf(flow, kit);
    const releaseId = await full.fullRelease();
    const archived = await full.fullRelease();
    await world.asLead('POST', `/releases/${archived}/archive`);
    const { id: waiting } = await world.release(kit);
    await flow.run('awaitChange', waiting, { wait: 'KICKOFF', taskToken: 'the-kickoff' });
    const own = { tenantId, releaseId, integrationId: kit.chat, targetIntegrationId: kit.appStore };
    const logOf = (subjectId: string) =>
      keyOf(notificationKeys, { tenantId, subjectId, about: 'event', channel: 'SLACK', purpose: 'releases' });
    const webhookId = newId<'Webhook'>();
    const expiring = [
      keyOf(idempotencyKeys, { tenantId, principalId: userId, key: 'one' }),
      keyOf(idempotencyKeys, { tenantId, principalId: tokenId, key: 'one' }),
      keyOf(arrivalKeys, { ...own, deliveryId: 'delivery' }),
      keyOf(paceKeys, { ...own, address: 'C1' }),
      keyOf(releaseContentKeys, { tenantId, start: 'APP-1', word: 'APP-1', releaseId }),
      keyOf(storeTurnKeys, own),
      keyOf(packetKeys, { tenantId, month: '2026-03', packetId: 'packet' }),
      ...['TENANT', releaseId].map((chain) => keyOf(evidenceLinkKeys, { tenantId, chain, number: 1 })),
      keyOf(threadKeys, own),
      keyOf(releaseOriginKeys, { tenantId, origin: 'TRAIN#train#2026-03-09' }),
      ...[releaseId, archived, webhookId, tenantId].map(logOf),
    ];
    const named = {
      ...{ tenantId, userId, teamId: 'team', invitationId: 'invitation', address: 'new@acme.test' },
      ...{ sentOn: '2026-03-01', runbookId: 'runbook', facet: 'ALL', number: 1, repositoryId: 'repository' },
      ...{ provider: 'github', externalId: '1', environmentId: 'environment', freezeWindowId: 'window' },
      ...{ targetId: 'target', agentId: 'agent', taskId: 'task', fence: 1, offset: 0, capability: 'shell' },
      ...{ deploymentId: 'deployment', promotionId: 'promotion', approvalId: 'approval', subjectId: 'promotion' },
      ...{ round: 1, targetEnvironmentId: 'environment', evaluatedAt: NOW_ISO, serviceId: 'service', shelf: 'a' },
      ...{ recordedAt: NOW_ISO, stage: 'test', repository: 'acme/app', releaseId, componentId: 'component' },
      ...{ name: 'web', tag: '1.0', moveId: 'move', sessionId: 'session', resetId: 'reset', subject: 'subject' },
      ...{ field: 'slug', value: 'team', version: 1, targetIntegrationId: kit.appStore },
    };
    const lasting = [
      ...[...Object.values(runbookKeyFile), ...Object.values(repositoryKeyFile), ...Object.values(componentKeyFile)],
      ...[
        ...Object.values(environmentKeyFile),
        ...Object.values(freezeWindowKeyFile),
        ...Object.values(targetKeyFile),
        ...Object.values(agentKeyFile),
        taskKeyFile.waitingTaskKeys,
        ...[
          deploymentKeyFile.metricKeys,
          deploymentKeyFile.stageOutputKeys,
          deploymentKeyFile.releaseDeploymentKeys,
          ...Object.values(planKeyFile),
          ...Object.values(liveKeyFile),
        ],
        ...[
          promotionKeyFile.evaluationKeys,
          promotionKeyFile.waitingPromotionKeys,
          promotionKeyFile.promotionLockKeys,
          promotionKeyFile.releasePromotionKeys,
          ...Object.values(promotionHoldKeyFile),
        ],
      ],
      ...[...Object.values(passwordKeyFile), ...Object.values(sessionKeyFile)],
      ...[...Object.values(teamKeyFile), ...Object.values(invitationKeyFile), adminCountKeys],
    ]
      .map((keys) => keyOf(keys, named))
      .concat(
        SHELVES.flatMap((shelf) =>
          [
            ...[
              deploymentKeyFile.deploymentKeys,
              deploymentKeyFile.deploymentSourceKeys,
              promotionKeyFile.promotionKeys,
            ],
            ...[
              taskKeyFile.taskKeys,
              taskKeyFile.taskLogKeys,
              approvalKeyFile.approvalKeys,
              approvalKeyFile.questionKeys,
            ],
          ].map((keys) => keyOf(keys, { ...named, shelf })),
        ),
      )
      .concat([
        keyOf(notificationSettingsKeys, { tenantId }),
        keyOf(trainKeys, { tenantId, trainId: newId<'Train'>() }),
        keyOf(webhookKeys, { tenantId, webhookId }),
        keyOf(webhookSecretKeys, { tenantId, webhookId }),
        keyOf(webhookCountKeys, { tenantId }),
      ]);
    for (const Item of [...expiring.map((key) => ({ ...key, ...EXPIRES })), ...lasting]) {
      await client.send(new PutCommand({ TableName, Item }));
    }
  }
  await populate();
  const isHistory = ({ pk }: Item) => /#(?:AUDIT#(?!SEALED#)|OUTBOX#)/.test(String(pk));
  const isEntry = ({ __edb_e__ }: Item) => __edb_e__ === AUDIT_ENTITY;
  const { deliver } = startSealing(world, () => world.clock.at);
  await deliver((await world.items()).filter(isEntry).slice(0, 1));
  const everything = await world.items();
  const history = everything.filter(isHistory);
  /** One of everything is enough of what happened and what was said. */
  const firstOf = (word: string) => history.filter(({ pk }) => String(pk).includes(`#${word}#`)).slice(0, 1);
  const ofFirst: readonly Item[] = [
    ...everything.filter((item) => !isHistory(item)),
    ...['AUDIT', 'OUTBOX'].flatMap(firstOf),
  ];

  const made: string[] = [];
  /** Another tenant with the same; its slug is its id. */
  async function tenant(more: readonly Item[] = []): Promise<string> {
    const id = newId<'Tenant'>();
    made.push(id);
    const names = new Map([[TENANT_ID, id]]);
    const slugs = new Map([...names, [SLUG, id]]);
    const isSlugged = ({ pk }: Item) => pk === `T#${TENANT_ID}` || String(pk).startsWith('SLUG#');
    const copies = [...new Set([...ofFirst, ...more])].map(
      (item) => renamed(item, isSlugged(item) ? slugs : names) as Item,
    );
    for (let from = 0; from < copies.length; from += 25) {
      const puts = copies.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
    }
    return id;
  }

  /** The events of the tenant itself. */
  async function saidOf(id: string): Promise<readonly Item[]> {
    const said: Item[] = [];
    for await (const item of walk(world.table, { pk: fillKey(outboxKeys.pk, { tenantId: id, subjectId: id }) }))
      said.push(item);
    return said;
  }

  /** The next answers to whether time is left; after them it always is. */
  const times: boolean[] = [];
  const hasTime = () => times.shift() ?? true;
  const isThere = createTenantPresence(world.table);
  const deps = {
    ...flow.deps,
    apiTokens: createApiTokenRepo(world.table),
    remains: createTenantRemainsRepo(world.table),
    cascade: { ...createCascade(world.table, () => Number.POSITIVE_INFINITY), hasTime },
    hasTime,
  };
  const machines = await startMachines({
    names: ['tenant-removal'],
    tasks: { ...tenantTasks, removeReleases },
    ...{ deps, clock: world.clock, items: async () => (await Promise.all(made.map(saidOf))).flat() },
    deliver: async (event) => consumers.events[event['detail-type']]?.(event, { start: machines.start }),
  });
  const later = (seconds: number) => machines.at(new Date(world.clock.at + seconds * 1000).toISOString());

  const itemsOf = async (id: string) => (await world.items()).filter((item) => JSON.stringify(item).includes(id));
  const arnOf = (name: string) => machines.executions.find((one) => one.name === name)?.arn ?? '';

  /** Fails every deletion after the first `allowed` of an execution, until it is told otherwise. */
  let allowed = Number.POSITIVE_INFINITY;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (/^Delete/.test(String(context.commandName)) && allowed-- <= 0) throw new Error('out of time');
      return next(args);
    },
    { step: 'initialize', name: 'out-of-time' },
  );

  return {
    ...machines,
    ...{ flow, world, deps, tenant, ofFirst, history, times, later, itemsOf, arnOf, isThere },
    allow: (deletions: number) => {
      allowed = deletions;
    },
    stop: async () => {
      await machines.stop();
      await flow.stop();
    },
    remove: (slug: string) => tenantTasks.deleteTenant({ slug, confirmation: slug }, deps),
    bootstrap: (slug: string) =>
      bootstrapTenant({ slug, name: 'Next', members: [{ role: 'ADMIN', fullName: 'Ada' }] }, deps),
    /** Through both waits. */
    async through(): Promise<void> {
      await machines.settle();
      await later(180);
      await later(60);
    },
    statusOf: (name: string) => machines.statusOf(arnOf(name)),
  };
}
