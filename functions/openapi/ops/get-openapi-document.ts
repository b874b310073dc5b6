// Answers the OpenAPI document that was made with the deployment.
import { encoded } from '../../_kit/http/static-file.ts';
import type { Ops } from '../deps.ts';

export const getOpenapiDocument: Ops['getOpenapiDocument'] = async ({ visitor }, { file }) => {
  const { body, headers } = encoded('openapi.json', visitor, file);
  // Readable from everywhere: it is public, and tools in browsers load it from other origins.
  return { body, headers: { ...headers, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' } };
};
