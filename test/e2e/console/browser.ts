// A real browser for the tests of the console: Chromium from npm with its libraries on Linux x64, an installed Chrome elsewhere.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Browser, BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { CONSOLE_HEADER } from '../../../entities/names.ts';

const cache = join(import.meta.dirname, '../../../node_modules/.cache');

/** The package's own configuration looks for its fonts in directories of Lambda, and without any font the browser ends. */
function fontsOf(place: string): string {
  const file = join(place, 'fonts.conf');
  const dir = join(place, 'fonts', 'fonts');
  const config = `<?xml version="1.0"?><fontconfig><dir>${dir}</dir><cachedir>${join(place, 'fonts-cache')}</cachedir></fontconfig>`;
  // Another worker may be reading it.
  const begun = `${file}.${process.pid}-${threadId}`;
  writeFileSync(begun, config);
  renameSync(begun, file);
  return file;
}

/** Unpacks the browser into a directory of its own, once: two workers may begin at the same time. */
async function unpacked(): Promise<string> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin');
  const { version } = JSON.parse(readFileSync(join(bin, '../package.json'), 'utf8')) as { version: string };
  const place = join(cache, `chromium-${version}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const begun = mkdtempSync(join(cache, 'chromium-'));
  // The package unpacks into the temporary directory of the process.
  const { TMPDIR } = process.env;
  process.env.TMPDIR = begun;
  const { default: packed, inflate } = await import('@sparticuz/chromium');
  await Promise.all([packed.executablePath(bin), inflate(join(bin, 'al2023.tar.br'))]);
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  try {
    renameSync(begun, place);
  } catch (error) {
    rmSync(begun, { recursive: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}

export async function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'];
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return chromium.launch({ channel: 'chrome', args }).catch((error: Error) => {
      throw new Error(`the tests of the console need an installed Chrome on ${process.platform} ${process.arch}`, {
        cause: error,
      });
    });
  }
  const place = await unpacked();
  const env = { ...process.env, LD_LIBRARY_PATH: join(place, 'al2023/lib'), FONTCONFIG_FILE: fontsOf(place) };
  return chromium.launch({ executablePath: join(place, 'chromium'), args, env: env as Record<string, string> });
}

interface SignIn {
  readonly url: string;
  readonly slug: string;
  readonly login: string;
  readonly password: string;
}

/** Gives the browser the session of a member. */
export async function signInTo({ request }: BrowserContext, { url, slug, login, password }: SignIn): Promise<void> {
  const reply = await request.post(`${url}/api/v1/${slug}/sessions`, {
    headers: { [CONSOLE_HEADER]: '1', 'sec-fetch-site': 'same-origin' },
    data: { login, password },
  });
  if (!reply.ok()) throw new Error(await reply.text());
}
