// The `api` function of the console's page.
import { documentFile } from '../../_kit/document.ts';
import { apiOf, type Operations } from '../../_kit/http/http-handler.ts';
import { open } from '../../_kit/http/surfaces/open.ts';
import type { PageDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getConsole } from './ops/get-console.ts';
import { getConsoleFile } from './ops/get-console-file.ts';
import { getConsolePage } from './ops/get-console-page.ts';

export const operations: Operations<typeof manifest, PageDeps> = {
  getConsole,
  getConsoleFile,
  getConsolePage,
};

export const handler = apiOf(manifest, operations, () => ({ file: documentFile }), open);
