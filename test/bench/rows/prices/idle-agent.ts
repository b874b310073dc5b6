// The price of an agent that has nothing to do, a month: it syncs every 15 seconds. The units are measured over an hour, by the
// authorizer with its memory and the function, as API Gateway calls them.

import type { TenantId } from '../../../../entities/_base/ids.ts';
import { mintSecret } from '../../../../entities/access/secret.model.ts';
import { registration } from '../../../../entities/agents/agent.model.ts';
import { SYNC_EVERY_SECONDS } from '../../../../entities/agents/sync.model.ts';
import { createAuthorize } from '../../../../functions/access/authorizer/authorize.ts';
import { createCredentialStore } from '../../../../functions/access/authorizer/credential-store.ts';
import { storedForms } from '../../../../functions/access/authorizer/resolve.ts';
import { startAgents } from '../../../api/agents/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW_ISO } from '../../../support/release-world.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { BILLED_MS, gigabytesOf, LOGGED_BYTES, PRICE, sum } from './prices.ts';

const tenantId = TENANT_ID as TenantId;
const SYNCS_A_MONTH = (730 * 3600) / SYNC_EVERY_SECONDS;
const SYNCS = 3600 / SYNC_EVERY_SECONDS;
/** An agent that observes some targets, which stay as they are. */
const TARGETS = 10;

interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The units of a sync, on the average of an hour in which nothing changes. */
async function unitsOf(targetCount: number): Promise<Units> {
  const { world, deps, agent, target, environment, component, call, stop } = await startAgents();
  await world.seed(world.tenants.create({ tenantId, slug: 'acme', name: 'Acme', createdAt: NOW_ISO }));
  const [environmentId, componentId] = [(await environment()).id, (await component()).id];
  const targets: object[] = [];
  for (let made = 0; made < targetCount; made++) {
    const { id: targetId } = await target({ environmentId, componentId });
    targets.push({ targetId, healthStatus: 'HEALTHY', digest: `sha256:${'0'.repeat(64)}`, detail: `${made} ms` });
  }
  const { id } = await agent({ environmentIds: [environmentId], labels: { region: 'eu' } });
  const agentId = String(id);
  const { secret, hash } = mintSecret('wla', { tenantId, agentId });
  const before = await deps.agents.get(tenantId, agentId);
  const facts = registration({ version: '1.0.0', capabilities: ['docker'] }, hash, world.clock.at);
  await world.seed(deps.agents.update(before, NOW_ISO, facts));
  const authorize = createAuthorize(storedForms(createCredentialStore(world.table, world.save)), '');
  const body = { version: '1.0.0', capabilities: ['docker'], targets };
  async function sync(): Promise<void> {
    world.clock.at += SYNC_EVERY_SECONDS * 1000;
    const sender = {
      ip: '192.0.2.1',
      userAgent: 'agent',
      correlationId: 'request-1',
      now: world.clock.at,
      tenant: 'acme',
    };
    const request = { method: 'POST', headers: { authorization: `Bearer ${secret}` } };
    const { context } = await authorize(request, sender);
    const { status, text } = await call({ method: 'POST', path: `/agents/${agentId}/sync`, body, context });
    if (status !== 200) throw new Error(`no sync: ${text}`);
  }
  await sync();
  const { readUnits, writeUnits } = await world.meter(async () => {
    for (let count = 0; count < SYNCS; count++) await sync();
  });
  await stop();
  return { readUnits: readUnits / SYNCS, writeUnits: writeUnits / SYNCS };
}

/** Dollars a month, by what is paid. */
const pricesOf = ({ readUnits, writeUnits }: Units, gigabytes: number) => ({
  'HTTP API': SYNCS_A_MONTH * PRICE.request,
  'authorizer and function':
    SYNCS_A_MONTH * (2 * PRICE.invocation + gigabytes * (BILLED_MS / 1000) * PRICE.gigabyteSecond),
  reads: SYNCS_A_MONTH * readUnits * PRICE.readUnit,
  writes: SYNCS_A_MONTH * writeUnits * PRICE.writeUnit,
});

export async function agentRows(): Promise<readonly Row[]> {
  const gigabytes = await gigabytesOf('agents-api', 'access-authorizer');
  const [idle, observing] = [await unitsOf(0), await unitsOf(TARGETS)];
  const prices = pricesOf(idle, gigabytes);
  const unit = 'dollars' as const;
  return [
    { what: 'an idle agent, a month', measured: sum(prices), allowed: BUDGETS.idleAgentDollars, unit },
    ...Object.entries(prices).map(([what, part]) => ({ what: `of it ${what}`, measured: part, unit })),
    { what: `an agent that observes ${TARGETS} targets`, measured: sum(pricesOf(observing, gigabytes)), unit },
    { what: 'besides: logs of its requests', measured: SYNCS_A_MONTH * LOGGED_BYTES * PRICE.loggedByte, unit },
    // X-Ray keeps one request a second and 5 % of all others: one of few agents has all of its traces kept.
    { what: 'besides: traces of one more agent of many', measured: SYNCS_A_MONTH * 2 * 0.05 * PRICE.trace, unit },
    { what: 'besides: traces of one of few agents', measured: SYNCS_A_MONTH * 2 * PRICE.trace, unit },
  ];
}

export const idleAgent: Measurement = {
  name: 'idle-agent',
  about: 'the price of an agent that has nothing to do, a month',
  measure: agentRows,
};
