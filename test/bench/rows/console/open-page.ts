// The price of an open page of the console, a month of office hours: list prices of us-east-1 without any free tier, the memory of
// the template, the measured read units of the feed and the authorizer, and the assumptions below.
import { httpHandler } from '../../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../../functions/console/api.handler.ts';
import { manifest } from '../../../../functions/console/manifest.ts';
import { type Access, NOW, startAccess } from '../../../api/access/fixture.ts';
import { apiCaller, strictKit } from '../../../support/http.ts';
import { meteredTable } from '../../../support/metered-table.ts';
import { startSealing } from '../../../support/services/audit-sealing.ts';
import { startTable } from '../../../support/table.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { BILLED_MS, gigabytesOf, LOGGED_BYTES, PRICE, sum } from '../prices/prices.ts';

/** Eight hours of 22 days, in which the page is never hidden. */
const SECONDS = 22 * 8 * 3600;
/** Seconds between two looks; see feed.ts of the console. */
const PACE = { moving: 5, quiet: 30 };
/** Assumed: something moves half of the time. */
const MOVING = 0.5;
/** The authorizer remembers a session so long; see authorize.ts. */
const REMEMBERED_SECONDS = 30;

/** Read units of a look that finds nothing, without the authorizer. */
async function unitsOfLook(): Promise<number> {
  const store = await startTable();
  const { table, meter } = meteredTable(store.table);
  const now = () => NOW;
  const { log } = startSealing(store, now);
  const call = apiCaller(manifest, httpHandler(manifest, operations, strictKit(table, now), { log }));
  const { result, readUnits } = await meter(() => call({ role: 'VIEWER', method: 'GET', path: '/feed?after=1' }));
  await store.stop();
  if (result.status !== 200) throw new Error(`no feed: ${result.text}`);
  return readUnits;
}

/** Read units of a session that the authorizer does not remember. */
async function unitsOfSession(world: Access): Promise<number> {
  const tenant = await world.tenant();
  await tenant.password('LEAD', 'correct horse battery');
  const { body } = await tenant.signIn('lin.lead', 'correct horse battery');
  const { result, readUnits } = await world.meter(() => world.authorized(`Bearer ${body.token}`));
  if (result.context.credential !== 'SESSION') throw new Error('the session is not known');
  return readUnits;
}

interface Measured {
  readonly memory: number;
  readonly look: number;
  readonly session: number;
}

/** Dollars, by what is paid. `isMoving` is the part of the time in which something moves. */
export function pagePrices({ memory, look, session }: Measured, isMoving: number) {
  const looks = SECONDS * (isMoving / PACE.moving + (1 - isMoving) / PACE.quiet);
  return {
    'HTTP API': looks * PRICE.request,
    'authorizer and function': looks * (2 * PRICE.invocation + memory * (BILLED_MS / 1000) * PRICE.gigabyteSecond),
    reads: (looks * look + (SECONDS / REMEMBERED_SECONDS) * session) * PRICE.readUnit,
    logs: looks * LOGGED_BYTES * PRICE.loggedByte,
  };
}

export async function pageRows(): Promise<readonly Row[]> {
  const world = await startAccess();
  const measured = {
    memory: await gigabytesOf('console-api', 'access-authorizer'),
    look: await unitsOfLook(),
    session: await unitsOfSession(world),
  };
  await world.stop();
  const unit = 'dollars' as const;
  const prices = pagePrices(measured, MOVING);
  const looks = prices['HTTP API'] / PRICE.request;
  return [
    { what: 'an open page, a month', measured: sum(prices), allowed: BUDGETS.openPageDollars, unit },
    ...Object.entries(prices).map(([what, part]) => ({ what: `of it ${what}`, measured: part, unit })),
    { what: 'an open page while nothing moves', measured: sum(pagePrices(measured, 0)), unit },
    { what: 'an open page while something always moves', measured: sum(pagePrices(measured, 1)), unit },
    // X-Ray keeps one request a second and 5 % of all others: a single page alone has all of its traces kept.
    { what: 'besides: traces of one more page', measured: looks * 2 * 0.05 * PRICE.trace, unit },
    { what: 'besides: traces of a single page', measured: looks * 2 * PRICE.trace, unit },
  ];
}

export const openPage: Measurement = {
  name: 'open-page',
  about: 'the price of an open page of the console, a month of office hours',
  measure: pageRows,
};
