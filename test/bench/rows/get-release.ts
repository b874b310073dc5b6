// The cost of reading a release with everything it names: requests and read units.
import { startWorld } from '../../support/release-world.ts';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';

export const getRelease: Measurement = {
  name: 'get-release',
  about: 'requests for one release with its integrations',
  async measure({ ending }) {
    const world = await startWorld();
    ending(() => world.stop());
    const { id } = await world.release(await world.integrationKit());
    const { result, commands, readUnits } = await world.meter(() => world.asLead('GET', `/releases/${id}`));
    await world.stop();
    if (result.status !== 200 || result.body.scmIntegration === null) throw new Error(`not read: ${result.text}`);
    const isBatchGet = (command: string) => command.startsWith('BatchGet');
    const isQuery = (command: string) => command === 'Query';
    const others = commands.filter((command) => !isBatchGet(command) && !isQuery(command));
    return [
      { what: 'get release: Query', measured: commands.filter(isQuery).length, allowed: BUDGETS.getRelease.queries },
      {
        what: 'get release: BatchGet',
        measured: commands.filter(isBatchGet).length,
        allowed: BUDGETS.getRelease.batchGets,
      },
      { what: 'get release: other requests', measured: others.length, allowed: 0 },
      { what: 'get release: read units', measured: readUnits },
    ].map((row) => ({ ...row, unit: 'count' as const }));
  },
};
