// The cost of creating a release with two targets, three pipelines, chat and tickets: one transaction, and its write
// units as DynamoDB's stand-in reports them and as AWS's rules give them.
import { marshall } from '@aws-sdk/util-dynamodb';
import { startWorld, type World } from '../../support/release-world.ts';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { recordRequests, type WireRequest } from '../tables/recorded-table.ts';
import { itemBytes, transactionUnits, type WireItem, type WireTransactItem } from '../tables/write-units.ts';

const WRITES = /^(?:Put|Update|Delete|BatchWrite|TransactWrite)/;

const keyOf = ({ pk, sk }: WireItem): string => `${pk?.S}\n${sk?.S}`;

/** Units of everything that was written, by AWS's rules; `items` are those of the table afterwards. */
function unitsByTheRules(requests: readonly WireRequest[], items: readonly WireItem[]): number {
  const stored = new Map(items.map((item) => [keyOf(item), item]));
  const transacted = requests.flatMap(({ body }) => (body as { TransactItems: WireTransactItem[] }).TransactItems);
  return transactionUnits(transacted, (key) => stored.get(keyOf(key)));
}

const bodyWith = async (world: World, over: Record<string, unknown> = {}) => {
  const kit = await world.integrationKit();
  const third = await world.integration('JENKINS', {
    config: { scmIntegrationId: kit.scm, targetIntegrationId: kit.appStore },
  });
  return world.bodyOf(kit, { pipelines: [kit.iosPipeline, kit.androidPipeline, third], ...over });
};

const ALLOWED = BUDGETS.createRelease;
const label = 'create release';

export const createRelease: Measurement = {
  name: 'create-release',
  about: 'transactions and write units of one creation',
  async measure({ ending }) {
    const world = await startWorld();
    ending(() => world.stop());
    const recorded = recordRequests(world.table);

    async function create(body: Record<string, unknown>, headers: Record<string, string> = {}) {
      const metered = await world.meter(() => recorded.during(() => world.asLead('POST', '/releases', body, headers)));
      const { result: reply, requests } = metered.result;
      if (reply.status !== 201) throw new Error(`not created: ${reply.text}`);
      const items = (await world.items()).map((item) => marshall(item) as unknown as WireItem);
      return { writes: requests.filter(({ operation }) => WRITES.test(operation)), items, units: metered.writeUnits };
    }

    await world.service('payments-api');
    const plain = await create(await bodyWith(world));
    const pilot = await create(await bodyWith(world, { releasePilotId: await world.member('LEAD') }));
    const keyed = await create(await bodyWith(world), { 'idempotency-key': 'bench' });
    const inTransaction = (requests: readonly WireRequest[]) =>
      requests.filter(({ operation }) => operation === 'TransactWriteItems');
    const row = (what: string, measured: number, unit: Row['unit'], allowed?: number): Row => ({
      what: `${label}${what}`,
      measured,
      unit,
      ...(allowed !== undefined && { allowed }),
    });
    const release = plain.items.find(({ __edb_e__ }) => __edb_e__?.S === 'release') ?? {};
    await world.stop();
    return [
      row(': writing requests', plain.writes.length, 'count', ALLOWED.transactions),
      row(': transactions', inTransaction(plain.writes).length, 'count', ALLOWED.transactions),
      row(', as reported', plain.units, 'units', ALLOWED.writeUnits),
      row(', by the rules', unitsByTheRules(plain.writes, plain.items), 'units', ALLOWED.writeUnits),
      row(' with a pilot, as reported', pilot.units, 'units'),
      row(' with a pilot, by the rules', unitsByTheRules(pilot.writes, pilot.items), 'units'),
      row(' with an Idempotency-Key, as reported', keyed.units, 'units'),
      row(': the release item', itemBytes(release), 'bytes'),
    ];
  },
};
