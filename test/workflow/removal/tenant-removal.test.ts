// The tenant-removal state machine: of a tenant that has everything nothing is left but what expires, whatever happens on the way.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REMOVALS } from '../../../entities/tenants/removal/removal.model.ts';
import { eventHandler } from '../../../functions/_kit/bus/bus-event.ts';
import { type LambdaRole, limitsOf } from '../../../functions/_kit/manifest.ts';
import { guarded } from '../../../functions/_kit/workflow/task.ts';
import { consumers as approvalConsumers } from '../../../functions/approvals/events.handler.ts';
import { manifest as approvalsManifest } from '../../../functions/approvals/manifest.ts';
import { consumers as releaseConsumers } from '../../../functions/releases/events.handler.ts';
import { manifest as releasesManifest } from '../../../functions/releases/manifest.ts';
import { ifDeleted, tasks as releaseTasks } from '../../../functions/releases/tasks.handler.ts';
import { tasks as tenantTasks } from '../../../functions/tenants/tasks.handler.ts';
import { manifests } from '../../../infra/manifests.ts';
import { tenantRemoval } from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type RemovalStage, startRemovalStage } from './removal-stage.ts';

type Item = Record<string, unknown>;

let stage: RemovalStage;
let others: readonly Item[];
const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
const sorted = (items: readonly Item[]) => [...items].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
const bystanders = async () => sorted(await stage.itemsOf(TENANT_ID));
beforeAll(async () => {
  stage = await startRemovalStage();
  others = await bystanders();
});
afterAll(() => stage.stop());
afterEach(() => stage.allow(Number.POSITIVE_INFINITY));

/** Templates as patterns: whatever they name is one or more characters. */
const patternOf = (template: string) => new RegExp(`^${template.replaceAll(/\$\{\w+\}/g, '[^ ]+')}$`);
const expiring = REMOVALS.filter(({ stage }) => stage === 'EXPIRING');
const expires = ({ pk }: Item) => expiring.some((removal) => patternOf(removal.pk).test(String(pk)));
/** The tenant's stored items that the table does not expire. */
const lastingOf = async (id: string) => (await stage.itemsOf(id)).filter((item) => !expires(item)).map(keyOf);

async function deleted(): Promise<string> {
  const id = await stage.tenant();
  await stage.remove(id);
  return id;
}

describe('a tenant that has everything', () => {
  it('has an item in every partition that the table names', () => {
    const templates = REMOVALS.map(({ pk }) => pk);
    const isStored = (template: string) => stage.ofFirst.some(({ pk }) => patternOf(template).test(String(pk)));
    const missing = templates.filter((template) => !isStored(template));
    // Of providers one will do.
    expect(missing.filter((template) => !template.includes('#IDENTITY#'))).toEqual([]);
    expect(missing.length).toBeLessThan(5);
  });

  describe('and is deleted', () => {
    let id: string;
    /** How much of it there was: at once, just before three minutes, after them, and after one more. */
    const counts: number[] = [];
    let early: Promise<unknown>;
    const count = async () => counts.push((await lastingOf(id)).length);
    beforeAll(async () => {
      id = await deleted();
      await stage.settle();
      await count();
      await stage.later(179);
      await count();
      await stage.later(1);
      await count();
      early = stage.bootstrap(id).catch((error: unknown) => error);
      await early;
      await stage.later(60);
      await count();
    });

    it('leaves nothing but what expires, and every other tenant as it was', async () => {
      expect([await stage.statusOf(id), await lastingOf(id)]).toEqual(['SUCCEEDED', []]);
      const left = await stage.itemsOf(id);
      expect(left.filter(({ expiresAtEpoch }) => typeof expiresAtEpoch !== 'number')).toEqual([]);
      expect(await bystanders()).toStrictEqual(others);
    });

    it('is left alone for three minutes, in which whoever is at work ends', () => {
      const [atOnce = 0, before, after = 0, end] = counts;
      expect([before, end]).toEqual([atOnce, 0]);
      expect(after).toBeLessThan(atOnce);
    });

    it('ends what waits for its releases', () => {
      expect(stage.flow.answers.map(({ token }) => token)).toContain('the-kickoff');
      expect(new Set(stage.flow.answers.map(({ output }) => output.step))).toEqual(new Set(['FINISH']));
    });

    it('says that it was deleted and that it is removed, once each', async () => {
      const left = await stage.itemsOf(id);
      const said = left.filter(({ pk }) => String(pk).endsWith(`#OUTBOX#${id}`)).map(({ detailType }) => detailType);
      const done = left.filter(({ pk }) => String(pk).endsWith(`#AUDIT#Tenant#${id}`)).map(({ action }) => action);
      expect([said.sort(), done.sort()]).toEqual([
        ['TenantDeleted', 'TenantRemoved'],
        ['tenant.deleted', 'tenant.removed'],
      ]);
    });

    it('gives its slug to another one at the end, and not before', async () => {
      expect(await early).toMatchObject({ code: 'tenant.slug_taken' });
      await expect(stage.remove(id)).rejects.toMatchObject({ code: 'tenant.not_found' });
      const { tenant } = await stage.bootstrap(id);
      expect(tenant).toEqual({ id: expect.not.stringContaining(id), slug: id });
    });
  });

  it('goes with many of everything, in pages', async () => {
    const releases = stage.ofFirst.filter(({ __edb_e__ }) => __edb_e__ === 'releaseListing');
    const some = Array.from({ length: 60 }, (_, index) => ({
      ...releases[0],
      pk: `T#${TENANT_ID}#RELEASE_KEY#many@${index}`,
      gsi1sk: `many-${index}`,
    }));
    const deliveries = Array.from({ length: 60 }, (_, index) => ({
      ...stage.ofFirst.find(({ pk }) => String(pk).includes('#ARRIVALS#')),
      sk: `many-${index}`,
    }));
    const id = await stage.tenant([...some, ...deliveries]);
    await stage.remove(id);
    await stage.through();
    expect([await stage.statusOf(id), await lastingOf(id)]).toEqual(['SUCCEEDED', []]);
  });
});

describe('a removal', () => {
  it('whose time runs out goes on where it was', async () => {
    const id = await deleted();
    await stage.settle();
    stage.times.push(false, false);
    await stage.later(180);
    stage.times.push(false, false, false);
    await stage.later(60);
    expect([await stage.statusOf(id), stage.times.length, await lastingOf(id)]).toEqual(['SUCCEEDED', 0, []]);
    const walked = walkedIn(await stage.historyOf(stage.arnOf(id)), definitionOf('tenant-removal').States);
    const again = ['Connections -> RemoveConnections', 'Releases -> RemoveReleases', 'People -> RemoveTenant'];
    expect(walked).toEqual(expect.arrayContaining(again.map((way) => `HasMore${way}`)));
  });

  it.each(['removeConnections', 'removeReleases', 'removeTenant'])(
    'in which %s fails for good stops, and another one finishes it',
    async (task) => {
      const id = await deleted();
      stage.fail(task, 'AccessDenied');
      await stage.through();
      expect(await stage.statusOf(id)).toBe('FAILED');
      await stage.start({ ...tenantRemoval, executionName: () => `${id}-again` }, { tenantId: id });
      await stage.through();
      expect([await stage.statusOf(`${id}-again`), await lastingOf(id)]).toEqual(['SUCCEEDED', []]);
    },
  );

  it('that breaks off after every tenth deletion is finished in the end, and leaves the same', async () => {
    const id = await deleted();
    await stage.settle();
    const breaks: string[] = [];
    const steps = ['removeConnections', 'removeReleases', 'removeTenant'] as const;
    const run = { ...tenantTasks, removeReleases: releaseTasks.removeReleases } as Record<
      string,
      (input: object, deps: never) => Promise<unknown>
    >;
    for (const step of steps) {
      for (let isDone = false; !isDone; ) {
        stage.allow(10);
        const tried = run[step]?.({ tenantId: id, executionId: 'execution' }, stage.deps as never);
        const reply = (await tried?.catch(() => breaks.push(step))) as { isDone?: boolean };
        isDone = reply.isDone === true;
      }
    }
    stage.allow(Number.POSITIVE_INFINITY);
    expect(breaks.length).toBeGreaterThan(10);
    expect(new Set(breaks)).toEqual(new Set(steps));
    expect(await lastingOf(id)).toEqual([]);
    expect(await bystanders()).toStrictEqual(others);
    await stage.through();
  });

  it('that runs twice at a time ends as one', async () => {
    const id = await deleted();
    await stage.settle();
    await stage.start({ ...tenantRemoval, executionName: () => `${id}-too` }, { tenantId: id });
    await stage.through();
    expect([await stage.statusOf(id), await stage.statusOf(`${id}-too`), await lastingOf(id)]).toEqual([
      ...['SUCCEEDED', 'SUCCEEDED'],
      [],
    ]);
    const removed = (await stage.itemsOf(id)).filter(({ detailType }) => detailType === 'TenantRemoved');
    expect(removed).toHaveLength(1);
  });

  it.each(['removeConnections', 'removeReleases', 'removeTenant'] as const)(
    'of a tenant that nobody deleted is refused: %s',
    async (task) => {
      const id = await stage.tenant();
      const before = sorted(await stage.itemsOf(id));
      const all = { ...tenantTasks, removeReleases: releaseTasks.removeReleases };
      const tried = all[task]({ tenantId: id, executionId: 'execution' }, stage.deps as never);
      await expect(tried).rejects.toMatchObject({ name: 'tenant.not_deleted' });
      expect(sorted(await stage.itemsOf(id))).toStrictEqual(before);
    },
  );
});

describe('what comes late', () => {
  it('about a removed tenant is heard by nobody, twice', async () => {
    const id = await stage.tenant(stage.history);
    await stage.remove(id);
    const said = (await stage.itemsOf(id)).filter(({ pk }) => String(pk).includes('#OUTBOX#')).map(busEventOf);
    await stage.through();
    const before = sorted(await stage.itemsOf(id));
    const background = { ...stage.flow.deps, ...stage.flow.approvalDeps } as never;
    for (const [{ subscriptions }, consumers] of [
      [releasesManifest, releaseConsumers],
      [approvalsManifest, approvalConsumers],
    ] as const) {
      const known = said.filter(({ 'detail-type': type }) => type in consumers.events);
      expect(known.length).toBeGreaterThan(0);
      const handler = eventHandler(subscriptions, consumers as never, background, stage.isThere);
      const Records = [...known, ...known].map((event, index) => ({
        messageId: `${index}`,
        attributes: { ApproximateReceiveCount: '1' },
        body: JSON.stringify({ ...event, time: '2026-03-01T12:00:00Z' }),
      }));
      expect(await handler({ Records } as never, {} as never)).toEqual({ batchItemFailures: [] });
    }
    expect(sorted(await stage.itemsOf(id))).toStrictEqual(before);
  });

  it('finds that its workflow is over, and keeps no wait', async () => {
    const id = await deleted();
    const tasks = guarded(releasesManifest, releaseTasks, stage.isThere, ifDeleted);
    const { releaseId } = stage.ofFirst.find(({ __edb_e__ }) => __edb_e__ === 'releaseListing') ?? {};
    const input = { tenantId: id, releaseId, executionId: 'execution' };
    const before = sorted(await stage.itemsOf(id));
    stage.flow.answers.length = 0;
    for (const task of ['decideNextStep', 'triggerBuild', 'checkDeadline', 'createTrainRelease'] as const) {
      expect(await tasks[task](input, stage.deps as never)).toMatchObject({ step: 'FINISH' });
    }
    await tasks.awaitChange({ ...input, wait: 'BUILDS', taskToken: 'late' }, stage.deps as never);
    expect(stage.flow.answers).toEqual([{ token: 'late', output: expect.objectContaining({ step: 'FINISH' }) }]);
    expect(sorted(await stage.itemsOf(id))).toStrictEqual(before);
    await stage.through();
  });
});

describe('the waits', () => {
  const { States } = definitionOf('tenant-removal');
  const lambdas = manifests.flatMap(({ domain, lambdas: ofDomain }) =>
    Object.entries(ofDomain).map(([role, spec]) => ({ domain, ...limitsOf(role as LambdaRole, spec) })),
  );
  const longest = (some: typeof lambdas) => Math.max(...some.map(({ timeoutSeconds }) => timeoutSeconds));

  it.each([
    ['WaitForWork', 'any function', lambdas],
    ['WaitForMessages', 'a notifier', lambdas.filter(({ domain }) => domain.startsWith('notifiers/'))],
  ])('%s outlasts what %s may take', (state, _, some) => {
    expect(some.length).toBeGreaterThan(0);
    expect(States[state].Seconds).toBeGreaterThan(longest(some) * 1.4);
  });
});

it('every branch of the definition was run', async () => {
  const { States } = definitionOf('tenant-removal');
  const histories = await Promise.all(stage.executions.map(({ arn }) => stage.historyOf(arn)));
  const walked = new Set(histories.flatMap((history) => walkedIn(history, States)));
  expect(transitionsOf(States).filter((transition) => !walked.has(transition))).toEqual([]);
});
