// The command `npm run screenshots`: pictures of every screen of the console with sample data, light, dark and on a phone, in
// build/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { SAMPLE_PASSWORD } from '../../../../infra/local/seed/sample-people.ts';
import { start, terminate } from '../../../support/launch.ts';
import { stackAt } from '../../../support/stack.ts';
import { signInTo, startBrowser } from '../browser.ts';
import { screenPaths } from './screen-paths.ts';
import type { Shown } from './world/making.ts';
import { examplesOf, makeWorld } from './world/world.ts';

const USAGE = `Usage: npm run screenshots -- [--help] [path…]

Paths pick screens, as in app/screens.ts; without any, all are taken. A stack with sample data is started, which takes some minutes.`;

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const PICTURES = join(ROOT, 'build', 'screenshots');
const TENANT = 'acme';
const DESK = { width: 1200, height: 800 };
const PHONE = { width: 360, height: 740 };

const LOOKS = {
  light: { colorScheme: 'light', viewport: DESK },
  dark: { colorScheme: 'dark', viewport: DESK },
  phone: { colorScheme: 'light', viewport: PHONE, isMobile: true, hasTouch: true },
} as const;

async function picture(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

interface Pictured {
  readonly url: string;
  readonly shown: readonly Shown[];
  readonly paths: readonly string[];
}

async function takeAll(browser: Browser, { url, shown, paths }: Pictured): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await picture(page, `${url}/console/${TENANT}/sign-in`, `sign-in-${look}`);
    await signInTo(context, { url, slug: TENANT, login: 'ada', password: SAMPLE_PASSWORD });
    for (const path of paths) {
      const [example = ''] = examplesOf(path, shown);
      const name = `${path.replaceAll(/[:/]+/g, '-') || 'needs-you'}-${look}`;
      await picture(page, `${url}/console/${TENANT}${example && `/${example}`}`, name);
    }
    await context.close();
  }
}

const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
if (values.help) {
  console.log(USAGE);
} else {
  const data = mkdtempSync(join(tmpdir(), 'windlass-screenshots-'));
  const browser = await startBrowser();
  const stack = await start('--port', '0', '--data', data);
  try {
    const shown = await makeWorld(stackAt(stack.url, data), (plain) => plain);
    const paths = (await screenPaths()).filter((path) => positionals.length === 0 || positionals.includes(path));
    await takeAll(browser, { url: stack.url, shown, paths });
    console.log(`pictures: ${PICTURES}`);
  } finally {
    await browser.close();
    await terminate(stack);
    rmSync(data, { recursive: true, force: true });
  }
}
