// createRelease: its writes and defaults; one transaction writes all of it or nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fieldsOf,
  type Kit,
  MISSING_ID,
  NOW_ISO,
  OTHER_TENANT_ID,
  paths,
  startWorld,
  TENANT_ID,
  USER_ID,
  verdict,
  type World,
} from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const create = (body: unknown, headers: Record<string, string> = {}) =>
  world.asLead('POST', '/releases', body, { 'content-type': 'application/json', ...headers });

describe('createRelease', () => {
  it('answers 201 with the whole release, its address and its ETag', async () => {
    const pilot = await world.member('DEVELOPER');
    const reply = await create(
      world.bodyOf(kit, { version: '7.0.0', releasePilotId: pilot, plannedDate: '2026-04-01' }),
    );

    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      releaseKey: 'payments-api@7.0.0',
      kind: 'ORCHESTRATED',
      status: 'KICKOFF_PENDING',
      isPaused: false,
      isDelayed: false,
      branchRelease: 'release/7.0.0',
      platforms: ['IOS', 'ANDROID'],
      primaryTargetId: kit.appStore,
      plannedDate: '2026-04-01T00:00:00.000Z',
      autoKickoff: false,
      releasePilotId: pilot,
      createdByAccountId: USER_ID,
      createdAt: NOW_ISO,
      revision: 1,
      scmIntegration: { id: kit.scm, type: 'GITHUB' },
      communicationIntegration: { id: kit.chat },
      ticketIntegration: { id: kit.tickets },
    });
    expect(reply.body.targets.map((target: object) => ({ ...target }))).toEqual([
      expect.objectContaining({ targetIntegrationId: kit.appStore, targetStatus: 'PENDING' }),
      expect.objectContaining({ targetIntegrationId: kit.playStore, targetStatus: 'PENDING' }),
    ]);
    expect(reply.body.pipelines).toEqual([
      expect.objectContaining({ pipelineIntegrationId: kit.iosPipeline, targetIntegrationId: kit.appStore }),
      expect.objectContaining({ pipelineIntegrationId: kit.androidPipeline, targetIntegrationId: kit.playStore }),
    ]);
    expect(reply.headers.location).toBe(`/api/v1/${TENANT_ID}/releases/${reply.body.id}`);
    expect(reply.headers.etag).toBe('"1"');
  });

  it('is what getRelease answers, by id and by releaseKey', async () => {
    const reply = await create(world.bodyOf(kit));
    const { id, releaseKey } = reply.body;
    const byId = await world.asLead('GET', `/releases/${id}`);
    const byKey = await world.asLead('GET', `/releases/${encodeURIComponent(releaseKey)}`);
    const sorted = (body: {
      targets: { targetIntegrationId: string }[];
      pipelines: { pipelineIntegrationId: string }[];
    }) => ({
      ...body,
      targets: body.targets.toSorted((a, b) => a.targetIntegrationId.localeCompare(b.targetIntegrationId)),
      pipelines: body.pipelines.toSorted((a, b) => a.pipelineIntegrationId.localeCompare(b.pipelineIntegrationId)),
    });
    expect(byId.body).toEqual(sorted(reply.body));
    expect(byKey.body).toEqual(byId.body);
    expect(byId.headers.etag).toMatch(/^"1\./);
  });

  it('writes the audit entry and ReleaseCreated with it, in one transaction', async () => {
    const { result, commands } = await world.meter(() => create(world.bodyOf(kit)));
    const { id, releaseKey, version } = result.body;
    expect(commands.filter((command) => /Put|Update|Write|Delete/.test(command))).toEqual(['TransactWriteItems']);
    expect(await world.eventsOf(id)).toEqual([
      {
        type: 'ReleaseCreated',
        data: {
          releaseId: id,
          releaseKey,
          version,
          scmIntegrationId: kit.scm,
          targetIntegrationIds: [kit.appStore, kit.playStore],
          pipelineIntegrationIds: [kit.iosPipeline, kit.androidPipeline],
          communicationIntegrationId: kit.chat,
          ticketIntegrationId: kit.tickets,
        },
      },
    ]);
    expect(await world.auditOf(id)).toEqual([
      expect.objectContaining({
        action: 'release.created',
        actor: expect.objectContaining({ id: USER_ID }),
        ip: '192.0.2.1',
        at: NOW_ISO,
      }),
    ]);
  });

  it('counts itself as a user of its SCM, targets and pipelines, not of chat and tickets', async () => {
    const own = await world.integrationKit();
    await world.release(own);
    const counts = Object.fromEntries(
      await Promise.all(
        (['SCM', 'TARGET', 'PIPELINE', 'COMMUNICATION', 'TICKET'] as const).map(async (kind) => {
          const integrationId = {
            SCM: own.scm,
            TARGET: own.appStore,
            PIPELINE: own.iosPipeline,
            COMMUNICATION: own.chat,
            TICKET: own.tickets,
          }[kind];
          return [kind, (await world.integrations.get(TENANT_ID, { kind, integrationId }))?.useCount] as const;
        }),
      ),
    );
    expect(counts).toEqual({ SCM: 1, TARGET: 1, PIPELINE: 1, COMMUNICATION: 0, TICKET: 0 });
  });

  const defaults: [string, Record<string, unknown>, object][] = [
    ['releaseKey is service@version', { version: '8.0.0' }, { releaseKey: 'payments-api@8.0.0' }],
    ['a releaseKey of one’s own is kept', { releaseKey: 'train-17' }, { releaseKey: 'train-17' }],
    ['branchRelease is release/<version>', { version: '8.1.0' }, { branchRelease: 'release/8.1.0' }],
    ['a branch of one’s own is kept (D18)', { branchRelease: 'train/ünïcödé' }, { branchRelease: 'train/ünïcödé' }],
    ['platforms of one’s own are kept', { platforms: ['WEB'] }, { platforms: ['WEB'] }],
    ['the first target is the primary one', {}, { primaryTargetId: 'APP_STORE' }],
  ];
  it.each(defaults)('%s', async (_, over, expected) => {
    const reply = await create(world.bodyOf(kit, over));
    const { primaryTargetId, ...rest } = reply.body;
    expect({ ...rest, primaryTargetId: primaryTargetId === kit.appStore ? 'APP_STORE' : '' }).toMatchObject(expected);
  });

  it('needs neither pipelines nor chat nor tickets nor a pilot', async () => {
    const body = world.bodyOf(kit, { targets: [kit.appStore] });
    for (const field of ['pipelines', 'communicationIntegrationId', 'ticketIntegrationId']) delete body[field];
    const reply = await create(body);
    expect(reply.body).toMatchObject({ pipelines: [], communicationIntegration: null, ticketIntegration: null });
  });

  it('takes the most that one transaction is asked to hold: 20 targets and 20 pipelines', async () => {
    const own = await world.integrationKit();
    const targets = await Promise.all(Array.from({ length: 20 }, () => world.integration('PLAY_STORE')));
    const pipelines = await Promise.all(
      targets.map((targetIntegrationId) =>
        world.integration('JENKINS', { config: { scmIntegrationId: own.scm, targetIntegrationId } }),
      ),
    );
    const reply = await create(world.bodyOf(own, { targets, pipelines }), { 'idempotency-key': 'twenty' });
    expect([reply.status, reply.body.targets?.length, reply.body.pipelines?.length]).toEqual([201, 20, 20]);
  });

  it('costs at most 42 write units with 2 targets, 3 pipelines, chat and tickets', async () => {
    const own = await world.integrationKit();
    const third = await world.integration('JENKINS', {
      config: { scmIntegrationId: own.scm, targetIntegrationId: own.appStore },
    });
    const body = world.bodyOf(own, { pipelines: [own.iosPipeline, own.androidPipeline, third] });
    const { writeUnits } = await world.meter(() => create(body));
    expect(writeUnits).toBeLessThanOrEqual(42);
  });
});

describe('createRelease, refused', () => {
  it('writes nothing and names every violation with its path and code', async () => {
    const foreign = await world.integrationKit(OTHER_TENANT_ID);
    const off = await world.integration('APP_STORE', { isActive: false });
    const pending = await world.integration('PLAY_STORE', { verificationStatus: 'PENDING' });
    const elsewhere = await world.integration('JENKINS', {
      config: { scmIntegrationId: MISSING_ID, targetIntegrationId: MISSING_ID },
    });
    const before = await world.items();
    const reply = await create(
      world.bodyOf(kit, {
        scmIntegrationId: foreign.scm,
        targets: [off, pending, off, foreign.appStore],
        pipelines: [elsewhere, foreign.iosPipeline],
        communicationIntegrationId: foreign.chat,
        ticketIntegrationId: MISSING_ID,
        releasePilotId: MISSING_ID,
        autoKickoff: true,
      }),
    );
    expect(verdict(reply)).toEqual([422, 'release.invalid']);
    expect(fieldsOf(reply)).toEqual([
      'communicationIntegrationId release.communication_not_found',
      'pipelines[0] release.pipeline_scm_mismatch',
      'pipelines[0] release.pipeline_target_not_selected',
      'pipelines[1] release.pipeline_not_found',
      'plannedDate release.planned_date_missing',
      'releasePilotId release.pilot_not_found',
      'scmIntegrationId release.scm_not_found',
      'targets[0] release.target_inactive',
      'targets[1] release.target_not_verified',
      'targets[2] release.duplicate_reference',
      'targets[2] release.target_inactive',
      'targets[3] release.target_not_found',
      'ticketIntegrationId release.ticket_not_found',
    ]);
    expect(await world.items()).toEqual(before);
  });

  it('answers another tenant’s ids exactly as missing ones', async () => {
    const foreign = await world.integrationKit(OTHER_TENANT_ID);
    const stranger = await world.member('LEAD', { tenantId: OTHER_TENANT_ID });
    const of = (id: string, pilot: string) =>
      create(
        world.bodyOf(kit, {
          version: '9.9.9',
          scmIntegrationId: id,
          targets: [id],
          pipelines: [id],
          releasePilotId: pilot,
        }),
      );
    const theirs = await create(
      world.bodyOf(kit, {
        version: '9.9.9',
        scmIntegrationId: foreign.scm,
        targets: [foreign.appStore],
        pipelines: [foreign.iosPipeline],
        releasePilotId: stranger,
      }),
    );
    const missing = await of(MISSING_ID, MISSING_ID);
    expect(theirs.status).toBe(422);
    expect(theirs.body.fields).toEqual(missing.body.fields);
  });

  it('answers 409 release.key_taken when only the key is wrong, and 422 beside other violations', async () => {
    const { releaseKey } = await world.release(kit);
    const taken = await create(world.bodyOf(kit, { releaseKey }));
    expect([...verdict(taken), ...fieldsOf(taken)]).toEqual([409, 'release.key_taken', 'releaseKey release.key_taken']);
    const both = await create(world.bodyOf(kit, { releaseKey, ticketIntegrationId: MISSING_ID }));
    expect([both.status, ...paths(both)]).toEqual([422, 'releaseKey', 'ticketIntegrationId']);
  });

  it('lets another tenant have the same releaseKey', async () => {
    const foreign = await world.integrationKit(OTHER_TENANT_ID);
    const request = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    await world.release(kit, { releaseKey: 'shared' });
    await world.release(foreign, { releaseKey: 'shared' }, request);
  });

  it('gives a releaseKey to one of eight that ask for it at once', async () => {
    const own = await world.integrationKit();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => create(world.bodyOf(own, { releaseKey: 'contended' }))),
    );
    expect(replies.map(verdict).sort()).toEqual([
      [201, undefined],
      ...Array.from({ length: 7 }, () => [409, 'release.key_taken']),
    ]);
    expect((await world.integrations.get(TENANT_ID, { kind: 'SCM', integrationId: own.scm }))?.useCount).toBe(1);
  });

  it('lets eight releases that share their integrations be created at once', async () => {
    const own = await world.integrationKit();
    const replies = await Promise.all(Array.from({ length: 8 }, () => create(world.bodyOf(own))));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect((await world.integrations.get(TENANT_ID, { kind: 'SCM', integrationId: own.scm }))?.useCount).toBe(8);
  });

  it('names the field of an integration that was switched off between the check and the save', async () => {
    const own = await world.integrationKit();
    const item = await world.integrations.get(TENANT_ID, { kind: 'TARGET', integrationId: own.playStore });
    if (!item) throw new Error('not seeded');
    const real = world.people.membershipOf;
    const pilot = await world.member('LEAD');
    let isFirst = true;
    // The pilot is read beside the integrations; the switch happens while that read is under way.
    world.people.membershipOf = async (...args) => {
      const found = await real(...args);
      if (isFirst) await world.seed(world.integrations.update(item, { ...item, isActive: false, revision: 2 }));
      isFirst = false;
      return found;
    };
    const before = (await world.items()).length;
    const reply = await create(world.bodyOf(own, { releasePilotId: pilot }));
    world.people.membershipOf = real;
    expect([reply.status, ...fieldsOf(reply)]).toEqual([422, 'targets[1] release.target_inactive']);
    expect((await world.items()).length).toBe(before + 1);
  });
});
