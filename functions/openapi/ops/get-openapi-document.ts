// Answers the OpenAPI document that was made with the deployment.
import { encoded, type Ops } from '../deps.ts';

export const getOpenapiDocument: Ops['getOpenapiDocument'] = async ({ visitor }, { file }) => {
  const { body, headers } = encoded(file('openapi.json.br'), visitor.acceptEncoding);
  // Readable from everywhere: it is public, and tools in browsers load it from other origins.
  return { body, headers: { ...headers, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' } };
};
