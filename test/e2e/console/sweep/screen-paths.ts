// The addresses of all screens below the tenant's. The file that lists them is loaded by its URL: its types are those of a browser.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCREENS_FILE = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'functions',
  'console',
  'web',
  'app',
  'screens.ts',
);

type Screens = readonly { readonly path: string }[];
const load = () =>
  import(pathToFileURL(SCREENS_FILE).href) as Promise<Readonly<Record<'SCREENS' | 'OPEN_SCREENS', Screens>>>;

export const screenPaths = async (): Promise<readonly string[]> => (await load()).SCREENS.map(({ path }) => path);

/** Of the pages for people without a session. */
export const openPaths = async (): Promise<readonly string[]> => [
  'sign-in',
  ...(await load()).OPEN_SCREENS.map(({ path }) => path),
];
