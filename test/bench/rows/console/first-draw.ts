// How long the console takes to draw a screen with its data, in a real browser on the local runtime, as a first visit and with the
// scripts of an earlier one. Its own document without scripts, drawn in the same run, is the static page that it is compared with.
// The least of a few visits, as noise only adds.
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { itemOf, type Table } from '../../../../entities/_base/table/table.ts';
import { liveDefinition } from '../../../../entities/deployments/live/live.entity.ts';
import { environmentDefinition } from '../../../../entities/environments/environment.entity.ts';
import { createEnvironmentBody, newEnvironment } from '../../../../entities/environments/environment.model.ts';
import type { Json } from '../../../../infra/local/contracts.ts';
import { clientOf, readCredentials } from '../../../../infra/local/seed/credentials.ts';
import { SAMPLE_PASSWORD } from '../../../../infra/local/seed/sample-people.ts';
import { signInTo, startBrowser } from '../../../e2e/console/browser.ts';
import { operatorOf } from '../../../support/operator.ts';
import { BUDGETS } from '../../budgets.ts';
import { startLocalStack } from '../../local-stack.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';

/** The complaint of which functions/console/README.md tells. */
const ENVIRONMENTS = 1_500;
/** DynamoDB takes 25 items at once, and each has two. */
const AT_ONCE = 12;

const VISITS = 7;
const QUICK_VISITS = 3;

/** Milliseconds since the navigation began when the heading and all data are drawn. */
const DRAWN = `new Promise((resolve) => {
  const look = () =>
    document.querySelector('main h1') && !document.querySelector('.loading')
      ? requestAnimationFrame(() => resolve(performance.now()))
      : requestAnimationFrame(look);
  look();
})`;

/** A page without scripts tells nothing itself, so it is asked until it has painted. */
async function paintOf(page: Page): Promise<number> {
  for (;;) {
    const found = await page.evaluate<number | undefined>(
      `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`,
    );
    if (found !== undefined) return found;
    await page.waitForTimeout(5);
  }
}

/** A service that is live in so many environments, as reports would have stored it. */
async function deployTo(url: string, tenantId: string, count: number): Promise<void> {
  const operator = operatorOf(url);
  const { TableNames } = await operator.call('DynamoDB_20120810.ListTables', {});
  const [name] = TableNames as [string];
  const at = new Date().toISOString();
  const run = { deploymentId: newId<'Deployment'>(Date.now()), version: '1.2.0', since: at };
  for (let made = 0; made < count; made += AT_ONCE) {
    const writes = Array.from({ length: AT_ONCE }, (_, index) => {
      const body = createEnvironmentBody.parse({ name: `customer-${made + index}` });
      const environment = newEnvironment(tenantId as TenantId, Date.now(), body);
      const { environmentId } = environment;
      const place = { tenantId, environmentId, serviceId: run.deploymentId, service: 'payment-api', isLive: true };
      return [
        stored({ name } as Table, environmentDefinition, JSON.parse(JSON.stringify(environment))),
        stored({ name } as Table, liveDefinition, { ...place, recent: [run], ...firstStamps(liveDefinition, at) }),
      ];
    });
    const items = await Promise.all(writes.flat().map(itemOf));
    const puts = items.flatMap(({ Put }) => (Put ? [{ PutRequest: { Item: marshall(Put.Item) } }] : []));
    await operator.call('DynamoDB_20120810.BatchWriteItem', { RequestItems: { [name]: puts } } as unknown as Json);
  }
}

interface Drawn {
  readonly paint: number;
  readonly drawn: number;
}

async function visit(page: Page, url: string): Promise<Drawn> {
  await page.goto(url);
  const drawn = await page.evaluate<number>(DRAWN);
  return { drawn, paint: await paintOf(page) };
}

async function inContext<T>(
  browser: Browser,
  isStatic: boolean,
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: !isStatic });
  const answer = await use(await context.newPage(), context);
  await context.close();
  return answer;
}

const least = (values: readonly number[]): number => Math.min(...values);

export const firstDraw: Measurement = {
  name: 'first-draw',
  about: 'time until the console has drawn a screen, over that of a static page',
  async measure({ directory, isQuick, ending, say }) {
    const data = join(directory, 'draw');
    const { url, stop } = await startLocalStack(data, ending);
    const browser = await startBrowser();
    ending(() => void browser.close());
    const credentials = readCredentials(data);
    const { slug } = credentials.tenant;
    const { items } = await clientOf(credentials, 'viewer').must('GET /releases', { query: { limit: 1 } });
    await deployTo(url, credentials.tenant.id, ENVIRONMENTS);
    say(`first-draw: ${ENVIRONMENTS} environments`);
    const live = { [`what is live in ${ENVIRONMENTS.toLocaleString('en')} environments`]: '/live' };
    const screens = { ...live, 'needs you': '', releases: '/releases', release: `/releases/${items[0]?.releaseKey}` };
    const signIn = { url, slug, login: 'ada', password: SAMPLE_PASSWORD };
    const visits = Array.from({ length: isQuick ? QUICK_VISITS : VISITS });
    const rows: Row[] = [];
    for (const [screen, path] of Object.entries(screens)) {
      const address = `${url}/console/${slug}${path}`;
      const [first, again, bare]: [Drawn[], Drawn[], number[]] = [[], [], []];
      for (const _ of visits) {
        await inContext(browser, false, async (page, context) => {
          await signInTo(context, signIn);
          first.push(await visit(page, address));
          again.push(await visit(page, address));
        });
        await inContext(browser, true, async (page) => {
          await page.goto(address);
          bare.push(await paintOf(page));
        });
      }
      say(`first-draw: ${screen}`);
      const [drawn, drawnAgain] = [first, again].map((all) => least(all.map((one) => one.drawn))) as [number, number];
      rows.push(
        { what: `${screen} drawn, first visit`, measured: drawn, allowed: BUDGETS.firstDrawMs, unit: 'ms' },
        { what: `${screen} drawn, first visit, over a static page`, measured: drawn / least(bare), unit: 'times' },
        { what: `${screen} drawn, later visits`, measured: drawnAgain, allowed: BUDGETS.firstDrawMs, unit: 'ms' },
        { what: `${screen}: first contentful paint`, measured: least(first.map((one) => one.paint)), unit: 'ms' },
      );
    }
    await browser.close();
    await stop();
    return rows;
  },
};
