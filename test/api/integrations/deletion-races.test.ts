// The deletion of an integration and the creation of a release that uses it, at the same time on a real table: whoever commits
// first wins, and nothing is ever half made.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import { type Kit, startWorld, TENANT_ID, type World } from '../../support/release-world.ts';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';

/** Races at a time, so that they also meet each other. */
const LANES = 5;

let world: World;
let api: ReturnType<typeof integrationsApiOf>;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  api = integrationsApiOf(world);
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const MINUTES = { timeout: 180_000 };
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)));
const missing = integrationErrors.not_found();

/** A pipeline that is counted by what it names, as its creation counts it. */
async function pipeline(): Promise<string> {
  const config = { scmIntegrationId: kit.scm, targetIntegrationId: kit.appStore };
  const integrationId = await world.integration('JENKINS', { config });
  await world.seed([
    world.integrations.use(TENANT_ID, { kind: 'SCM', integrationId: kit.scm }, 'ACTIVE', missing),
    world.integrations.use(TENANT_ID, { kind: 'TARGET', integrationId: kit.appStore }, 'ACTIVE', missing),
  ]);
  return integrationId;
}

/** Of each kind: a new integration to race for, the body of a release that uses it, and what refuses a release without it. */
const kinds = [
  {
    kind: 'SCM',
    races: 200,
    make: () => world.integration('GITHUB'),
    body: (id: string) => ({ scmIntegrationId: id, pipelines: [] }),
    refused: 'release.scm_not_found',
  },
  {
    kind: 'TARGET',
    races: 50,
    make: () => world.integration('PLAY_STORE'),
    body: (id: string) => ({ targets: [kit.appStore, id], pipelines: [] }),
    refused: 'release.target_not_found',
  },
  {
    kind: 'PIPELINE',
    races: 50,
    make: pipeline,
    body: (id: string) => ({ targets: [kit.appStore], pipelines: [id] }),
    refused: 'release.pipeline_not_found',
  },
] as const;
type Raced = (typeof kinds)[number];

/** Answers who won, after showing that it won wholly. `headStart` is the creation's, in milliseconds; the deletion's if negative. */
async function race({ kind, make, body, refused }: Raced, headStart: number): Promise<'deleted' | 'created'> {
  const integrationId = await make();
  const ask = world.bodyOf(kit, body(integrationId));
  const [deletion, creation] = await Promise.all([
    later(headStart).then(() => api.remove(kind, integrationId)),
    later(-headStart).then(() => world.asLead('POST', '/releases', ask)),
  ]);
  const item = await world.integrations.get(TENANT_ID, { kind, integrationId });
  const sealed = await world.integrations.getSecret(TENANT_ID, integrationId);
  const taken = await world.releases.idOfKey(world.caller().tenantId, `${ask.service}@${ask.version}`);
  if (creation.status === 201) {
    const { id: releaseId, releaseKey } = creation.body;
    expect([deletion.status, deletion.body.releases]).toEqual([409, [{ releaseId, releaseKey }]]);
    expect([item?.useCount, sealed !== undefined, taken]).toEqual([1, true, releaseId]);
    return 'created';
  }
  expect([creation.status, creation.body.fields[0].code]).toEqual([422, refused]);
  expect([deletion.status, item, sealed, taken]).toEqual([204, undefined, undefined, undefined]);
  return 'deleted';
}

/** However fast the machine is: whoever wins gives the other a head start, a longer one as long as it goes on winning. */
async function closeRaces(raced: Raced, count: number): Promise<string[]> {
  const winners: string[] = [];
  let headStart = 0;
  let step = 1;
  for (let number = 0; number < count; number++) {
    const winner = await race(raced, headStart);
    step = winner === winners.at(-1) ? 4 * step : 1;
    headStart += winner === 'deleted' ? step : -step;
    winners.push(winner);
  }
  return winners;
}

const countOf = async (kind: IntegrationItem['kind'], integrationId: string) =>
  (await world.integrations.get(TENANT_ID, { kind, integrationId }))?.useCount ?? Number.NaN;
const countsOfOthers = async () => [await countOf('SCM', kit.scm), await countOf('TARGET', kit.appStore)];

it.each(kinds)('of $races races for a $kind each leaves the release with it, or neither', MINUTES, async (raced) => {
  const before = await countsOfOthers();
  const lanes = await Promise.all(Array.from({ length: LANES }, () => closeRaces(raced, raced.races / LANES)));
  const winners = lanes.flat();
  const created = winners.filter((winner) => winner === 'created').length;
  expect(winners).toHaveLength(raced.races);
  expect([created > 0, created < raced.races]).toEqual([true, true]);
  // The other integrations that existing releases use are counted too, and so is the pipeline that is left.
  const more = {
    SCM: [0, created],
    TARGET: [created, created],
    PIPELINE: [2 * created, 2 * created],
  }[raced.kind];
  expect(await countsOfOthers()).toEqual(before.map((count, index) => count + (more[index] ?? 0)));
});
