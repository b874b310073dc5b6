// A storm: releases that are built, signed off, rejected and released by people who act on what they see, while CI tells of
// every build over a network. Answers what is stored in the end and what went out, under names that are the same in every run.
import type { Outside } from '../../../functions/releases/outside.ts';
import { TENANT_ID, USER_ID } from '../../support/release-world.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';
import { fakeOutside } from '../outside-fakes.ts';
import { createStormCi, type StormCi } from './storm-ci.ts';
import type { CiEvent, Network } from './storm-network.ts';
import { actOn } from './storm-people.ts';
import { PIPELINES, SENDERS } from './storm-senders.ts';

type Item = Record<string, unknown>;

/** Messages that Lambda is handed at once. */
const BATCH = 10;
/** An event that fails this often is an error of ours. */
const MOST_TRIES = 5;

/** Journals, and what no build changes. */
const APART = [
  'outboxEvent',
  'auditEntry',
  'integration',
  'integrationSecret',
  'uniqueIntegration',
  'uniqueUser',
  'user',
];
/** Of these the times that they were written differ: with reports that tell nothing new, and with whose turn it was. */
const REWRITTEN = ['releasePipeline', 'releaseNotes'];

const isObject = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Its JSON with all properties in the order of their names. */
const canonical = (item: Item): string =>
  JSON.stringify(item, (_, value) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

/** Parts of a release stand in the order of their ids, which differ in each run. */
function withPartsInOrder(data: Item): Item {
  const inOrder = (value: unknown) =>
    Array.isArray(value) ? value.toSorted((one, other) => (canonical(one) < canonical(other) ? -1 : 1)) : value;
  const { targets, builds } = data;
  return { ...data, ...(targets ? { targets: inOrder(targets) } : {}), ...(builds ? { builds: inOrder(builds) } : {}) };
}

/** A shelf is a digit of an id, which differs in each run. */
const onAnyShelf = (item: Item): Item =>
  item.shelf === undefined ? item : { ...item, shelf: undefined, pk: String(item.pk).replace(/#[0-9a-f]$/, '') };

/** Reading a history is none, and how often it is read depends on whose turn it is. */
const isEffect = (call: string): boolean => !call.startsWith('commitsBetween');

/** The stored items and the effects outside; `name` replaces names that differ in each run. */
async function outcomeOf(stage: Stage, ci: StormCi, name: (text: string) => string) {
  const items = await stage.world.items();
  const named = (texts: readonly string[]) => texts.map(name).sort();
  const state = items
    .filter(({ __edb_e__: entity }) => !APART.includes(String(entity)))
    .map((item) => (REWRITTEN.includes(String(item.__edb_e__)) ? { ...item, revision: undefined } : item))
    .map(onAnyShelf);
  // News on the way depend on the order, and so does whether a run's failure is known before the next run is.
  const isOnTheWay = ({ detailType, detail }: Item) =>
    detailType === 'BuildProgressed' ||
    (detailType === 'BuildFailed' && ci.again.has(JSON.parse(String(detail)).data.buildUrl));
  const told = items.filter((item) => item.__edb_e__ === 'outboxEvent' && !isOnTheWay(item));
  return {
    state: named(state.map(canonical)),
    told: told
      .map(
        ({ detailType, detail }) =>
          `${detailType} ${canonical(withPartsInOrder(JSON.parse(name(String(detail))).data))}`,
      )
      .sort(),
    calls: named([...stage.services.calls.filter(isEffect), ...ci.triggers.map(([, build]) => `build ${build}`)]),
    executions: await Promise.all(stage.executions.map((arn) => stage.statusOf(arn))),
  };
}

/** Hands what arrives to the consumers, in batches, until everything was heard. */
async function letArrive(stage: Stage, network: Network, after: (releases: readonly number[]) => Promise<void>) {
  const tries = new Map<CiEvent, number>();
  async function hear(events: readonly CiEvent[]): Promise<void> {
    for (const index of await stage.ciBatch(events.map(({ release: _, ...event }) => event))) {
      const event = events[index] as CiEvent;
      tries.set(event, (tries.get(event) ?? 0) + 1);
      if (tries.get(event) === MOST_TRIES) throw new Error(`never heard: ${JSON.stringify(event)}`);
      network.again(event);
    }
  }
  for (let events = network.next(); events; events = network.next()) {
    const all = events;
    const starts = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => index * BATCH);
    await Promise.all(starts.map((start) => hear(all.slice(start, start + BATCH))));
    await after([...new Set(all.map(({ release }) => release))]);
  }
}

export async function runStorm(releases: number, network: Network) {
  const ci = createStormCi(network);
  const services = fakeOutside();
  const senderOf = (id: string) => SENDERS.find((sender) => PIPELINES[sender].id === id) ?? 'marked';
  const outside = { ...services.outside, pipeline: async (_: string, id: string) => ci.client(senderOf(id)) };
  const stage = await startStage({ services: { ...services, outside: outside as Outside }, waitsOutBusy: true });
  const { world, kit } = stage;
  for (const sender of SENDERS) {
    const { id: integrationId, type, config } = PIPELINES[sender];
    const targetIntegrationId = sender === 'actions' ? kit.playStore : kit.appStore;
    const wiring = { scmIntegrationId: kit.scm, targetIntegrationId };
    await world.integration(type, { integrationId, name: sender, config: { ...config, ...wiring } });
  }

  const ids: string[] = [];
  for (let number = 1; number <= releases; number++) {
    const pipelines = SENDERS.map((sender) => PIPELINES[sender].id);
    const { id } = await world.release(kit, { service: `app-${number}`, version: `1.${number}.0`, pipelines });
    ids.push(id);
  }
  stage.adopt(ids);
  await stage.settle();
  for (const id of ids) await world.asLead('POST', `/releases/${id}/kickoff`);
  await stage.settle();
  await letArrive(stage, network, async (touched) => {
    let waiting = touched.map((release) => ids[release - 1] ?? '');
    await stage.settle(waiting);
    while (waiting.length > 0) {
      const acted = await Promise.all(waiting.map(async (id) => ((await actOn(stage, ci, id)) ? [id] : [])));
      waiting = acted.flat();
      await stage.settle(waiting);
    }
  });

  const names = new Map<string, string>([[USER_ID, 'lead'], ...ci.triggers]);
  for (const [name, id] of Object.entries(kit)) names.set(id, name);
  for (const { __edb_e__: kind, serviceId, name } of await world.items()) {
    if (kind === 'service') names.set(String(serviceId), `service ${name}`);
  }
  for (const [index, id] of ids.entries()) {
    names.set(id, `release ${index + 1}`);
    for (const { approvalId, round } of await world.approvals.questionsOf(TENANT_ID as never, id)) {
      names.set(approvalId, `approval ${index + 1} ${round}`);
    }
  }
  const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g;
  const outcome = await outcomeOf(stage, ci, (text) => text.replace(UUID, (id) => names.get(id) ?? id));
  await stage.stop();
  return outcome;
}
