// The `api` function of the openapi domain.
import { documentFile } from '../_kit/document.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { open } from '../_kit/http/surfaces/open.ts';
import type { OpenapiDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getDocsFile } from './ops/get-docs-file.ts';
import { getDocsPage } from './ops/get-docs-page.ts';
import { getHealth } from './ops/get-health.ts';
import { getOpenapiDocument } from './ops/get-openapi-document.ts';

export const operations: Operations<typeof manifest, OpenapiDeps> = {
  getOpenapiDocument,
  getDocsPage,
  getDocsFile,
  getHealth,
};

export const handler = apiOf(manifest, operations, () => ({ file: documentFile }), open);
