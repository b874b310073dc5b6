// The command `npm run screenshots`: pictures of every screen of the console with sample data, light, dark and on a phone, in
// build/screenshots. A screen is skipped, with a line, if the sample data has nothing that it could show.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SAMPLE_PASSWORD } from '../../../infra/local/seed/sample-people.ts';
import { start, terminate } from '../../support/launch.ts';
import { signInTo, startBrowser } from './browser.ts';

const USAGE = `Usage: npm run screenshots -- [options] [path…]

  --url URL     of a running stack with sample data; without it, one is started, which takes a minute
  --help        this text

Paths pick screens, as in app/screens.ts; without any, all are taken.`;

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PICTURES = join(ROOT, 'build', 'screenshots');
const SCREENS_FILE = join(ROOT, 'functions', 'console', 'web', 'app', 'screens.ts');
const TENANT = 'acme';
const DESK = { width: 1200, height: 800 };
const PHONE = { width: 360, height: 740 };

const LOOKS = {
  light: { colorScheme: 'light', viewport: DESK },
  dark: { colorScheme: 'dark', viewport: DESK },
  phone: { colorScheme: 'light', viewport: PHONE, isMobile: true, hasTouch: true },
} as const;

/** Parameters that no list of the API names. */
const GIVEN: Readonly<Record<string, string>> = { kind: 'scm' };

/** The paths of all screens. The file is loaded by its URL: its types are those of a browser. */
async function screenPaths(): Promise<readonly string[]> {
  const { SCREENS } = (await import(pathToFileURL(SCREENS_FILE).href)) as {
    SCREENS: readonly { readonly path: string }[];
  };
  return SCREENS.map(({ path }) => path);
}

/** The path with an example for each parameter: the first item of the list at the path before it. Undefined without one. */
async function filled(path: string, api: string, { request }: BrowserContext): Promise<string | undefined> {
  const known: string[] = [];
  for (const part of path.split('/')) {
    const name = part.startsWith(':') ? part.slice(1) : undefined;
    if (name === undefined || GIVEN[name] !== undefined) {
      known.push(name === undefined ? part : (GIVEN[name] ?? ''));
      continue;
    }
    // `people/users/:user` is listed at `/users`.
    const replies = [known.join('/'), known.at(-1)].map((list) => request.get(`${api}/${list}?limit=1`));
    const reply = (await Promise.all(replies)).find((one) => one.ok());
    const [item] = (await reply?.json())?.items ?? [];
    const id = item?.releaseKey ?? item?.slug ?? item?.id;
    if (id === undefined) return undefined;
    known.push(id);
  }
  return known.join('/');
}

async function picture(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

async function takeAll(url: string, picked: readonly string[], browser: Browser): Promise<void> {
  const paths = (await screenPaths()).filter((path) => picked.length === 0 || picked.includes(path));
  mkdirSync(PICTURES, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await picture(page, `${url}/console/${TENANT}/sign-in`, `sign-in-${look}`);
    await signInTo(context, { url, slug: TENANT, login: 'ada', password: SAMPLE_PASSWORD });
    for (const path of paths) {
      const shown = await filled(path, `${url}/api/v1/${TENANT}`, context);
      const name = `${path.replaceAll(/[:/]+/g, '-') || 'needs-you'}-${look}`;
      if (shown === undefined) console.log(`skipped: the sample data has nothing for ${path}`);
      else await picture(page, `${url}/console/${TENANT}${shown && `/${shown}`}`, name);
    }
    await context.close();
  }
}

const { values, positionals } = parseArgs({
  options: { url: { type: 'string' }, help: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(USAGE);
} else {
  const data = mkdtempSync(join(tmpdir(), 'windlass-screenshots-'));
  const browser = await startBrowser();
  const stack = values.url === undefined ? await start('--port', '0', '--data', data) : undefined;
  try {
    await takeAll(stack?.url ?? values.url ?? '', positionals, browser);
    console.log(`pictures: ${PICTURES}`);
  } finally {
    await browser.close();
    if (stack) await terminate(stack);
    rmSync(data, { recursive: true, force: true });
  }
}
