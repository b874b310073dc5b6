// Worst cases by the caps of the bodies: a release with as many targets and pipelines as one may have, and texts of the most
// characters, through every operation and task that writes several items. DynamoDB takes 100 items and 4 MB a transaction, and
// 400 KB an item; more would be answered with 500.
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactItem, Write } from '../../entities/_base/table/table.ts';
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import type { NotificationItem } from '../../entities/notifications/notification.entity.ts';
import { redeliverFailedBody } from '../../entities/notifications/notification.model.ts';
import { redelivery } from '../../entities/notifications/redelivery.ts';
import type { StepName } from '../../entities/releases/lifecycle/next-step.model.ts';
import { createReleaseBody } from '../../entities/releases/planning/release-body.model.ts';
import { bootstrapInput, bootstrapTenant } from '../../functions/tenants/tasks/bootstrap-tenant.ts';
import { type Kit, startWorkflow, type TaskName, type Workflow } from './fixture.ts';

const MOST_ITEMS = 100;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ITEM_BYTES = 400 * 1024;

let flow: Workflow;
let kit: Kit;
let body: Record<string, unknown>;
const sent: (readonly TransactItem[])[] = [];

/** The most elements that an array of a body may have. */
const capOf = (name: 'targets' | 'pipelines'): number => {
  const schema = createReleaseBody.toJSONSchema({ io: 'input', unrepresentable: 'any' });
  const property = (schema.properties as Record<string, { maxItems?: number }>)[name];
  return property?.maxItems ?? Number.POSITIVE_INFINITY;
};

beforeAll(async () => {
  flow = await startWorkflow();
  const { world } = flow;
  kit = await world.integrationKit();
  const targets = [kit.appStore, kit.playStore];
  while (targets.length < capOf('targets')) targets.push(await world.integration('WEB'));
  const pipelines = [kit.iosPipeline, kit.androidPipeline];
  while (pipelines.length < capOf('pipelines')) {
    const targetIntegrationId = targets[pipelines.length];
    pipelines.push(await world.integration('JENKINS', { config: { scmIntegrationId: kit.scm, targetIntegrationId } }));
  }
  const releasePilotId = await world.member('LEAD');
  body = { targets, pipelines, releasePilotId, description: 'd'.repeat(4000) };
  world.table.client.middlewareStack.add(
    (next) => (args) => {
      const { TransactItems } = args.input as Partial<TransactWriteCommandInput>;
      if (TransactItems) sent.push(TransactItems);
      return next(args);
    },
    { step: 'initialize', name: 'sizes' },
  );
}, 60_000);
afterAll(() => flow.stop());

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The largest transaction that `work` sends fits; answers its number of items. */
async function largestOf(work: () => Promise<unknown>): Promise<number> {
  sent.length = 0;
  await work();
  const counts = sent.map((items) => items.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_ITEMS);
  expect(Math.max(...sent.map(bytesOf))).toBeLessThan(MOST_BYTES);
  expect(Math.max(...sent.flat().map(bytesOf))).toBeLessThan(MOST_ITEM_BYTES);
  return Math.max(...counts);
}

/** The largest update of a release. */
const longest = () => ({ description: 'x'.repeat(4000), delayedReason: 'y'.repeat(1000) });

describe('createRelease with as many targets and pipelines as it takes', () => {
  it('is one transaction of at most 100 items, with a key of its own too', async () => {
    const { world } = flow;
    const first = await world.release(kit, { ...body, version: '7.0.0' });
    await world.asLead('POST', `/releases/${first.id}/cancel`, { reason: 'r' });
    const own = { ...body, version: '7.0.0', releaseKey: 'k'.repeat(200) };
    expect(await largestOf(() => world.release(kit, own))).toBeGreaterThan(80);
  });
});

describe('a release with as many targets and pipelines as it may have', () => {
  it.each<[StepName, TaskName]>([
    ['CUT_BRANCH', 'cutReleaseBranch'],
    ['START', 'startRelease'],
    ['REQUEST_BUILDS', 'requestBuilds'],
    ['START_REGRESSION', 'startRegression'],
    ['LIST_COMMITS', 'listCommits'],
    ['SUBMIT', 'submitRelease'],
    ['PUBLISH', 'publishRelease'],
    ['COMPLETE', 'completeRelease'],
  ])('at %s is moved on by %s', async (step, task) => {
    const id = await flow.at(step, kit, body);
    expect(await largestOf(() => flow.run(task, id))).toBeGreaterThan(1);
  });

  it.each<[string, StepName, string, string, object]>([
    ['updateRelease', 'AWAIT_BUILDS', 'PATCH', '', longest()],
    ['openRegressionCycle', 'REQUEST_SIGN_OFF', 'POST', '/regression-cycles', { force: true }],
    ['cancelRelease', 'AWAIT_STORES', 'POST', '/cancel', { reason: 'r'.repeat(500) }],
  ])('%s at %s', async (_, step, method, path, given) => {
    const id = await flow.at(step, kit, body);
    const request = async () =>
      expect((await flow.world.asLead(method, `/releases/${id}${path}`, given)).status).toBeLessThan(300);
    expect(await largestOf(request)).toBeGreaterThan(1);
  });

  it('is deleted in one transaction', async () => {
    const id = await flow.at('AWAIT_KICKOFF', kit, body);
    await flow.world.asLead('POST', `/releases/${id}/cancel`, { reason: 'r' });
    const request = async () => expect((await flow.world.asLead('DELETE', `/releases/${id}`)).status).toBeLessThan(300);
    expect(await largestOf(request)).toBeGreaterThan(40);
  });
});

describe('bootstrapTenant', () => {
  it('with as many members as it takes is one transaction', async () => {
    const { world } = flow;
    const members = Array.from({ length: 10 }, (_, index) => ({
      ...{ role: 'LEAD', fullName: `Person ${index}`, email: `p${index}@large.test`, slackUserId: `U${index}` },
    }));
    expect(bootstrapInput.safeParse({ slug: 'large', name: 'L', members: [...members, members[0]] }).success).toBe(
      false,
    );
    const work = () =>
      bootstrapTenant({ slug: 'large', name: 'Large', members }, {
        ...{ people: world.people, tenants: world.tenants, apiTokens: createApiTokenRepo(world.table) },
        ...{ save: world.save, now: world.now },
      } as never);
    expect(await largestOf(work)).toBeGreaterThan(50);
  });
});

describe('redeliverFailedNotifications', () => {
  it('with as many notifications as it takes has room for its audit entry and its reply', () => {
    const { limit } = redeliverFailedBody.parse({});
    expect(redeliverFailedBody.safeParse({ limit: limit + 1 }).success).toBe(false);
    const failed = { status: 'FAILED', event: '{}', subjectId: 's', about: 'a', channel: 'SLACK', purpose: 'releases' };
    const asked = Array.from({ length: limit }, () => failed as NotificationItem);
    const { writes, events } = redelivery(flow.world.caller(), { resourceType: 'Tenant', resourceId: 't' }, asked, {
      retry: () => ({}) as Write,
    });
    expect(writes.length + events.length + 2).toBeLessThanOrEqual(MOST_ITEMS);
  });
});
