// The operation of each route; the manifest's names are the operations' names.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { IntegrationsDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { createIntegration } from './ops/create-integration.ts';
import { deleteIntegration } from './ops/delete-integration.ts';
import { getIntegration } from './ops/get-integration.ts';
import { listIntegrations } from './ops/list-integrations.ts';
import { updateIntegration } from './ops/update-integration.ts';
import { verifyIntegration } from './ops/verify-integration.ts';

export const operations: Operations<typeof manifest, IntegrationsDeps> = {
  createIntegration,
  listIntegrations,
  getIntegration,
  updateIntegration,
  deleteIntegration,
  verifyIntegration,
};
