// OCI_REGISTRY: a registry of container images, by the OCI distribution specification.
import * as z from 'zod';
import { baseUrl, secret } from '../config-fields.ts';
import type { RegistryType } from '../integration-type.ts';

export const ociRegistry = {
  kind: 'REGISTRY',
  config: z.lazy(() => z.strictObject({ baseUrl: baseUrl('https://registry-1.docker.io') })),
  credentials: z.lazy(() =>
    z
      .strictObject({
        username: secret(256).optional(),
        password: secret().optional().describe('A password or an access token that may pull; none for public images'),
        webhookSecret: secret(256)
          .optional()
          .describe(
            'Verifies requests of the registry: by signature (GitHub), or as the password or Authorization header',
          ),
      })
      .refine(({ username, password }) => (username === undefined) === (password === undefined), {
        error: 'must hold both username and password, or neither',
      }),
  ),
  sent: ['password'],
  unverified: [],
  sender: 'registry',
} as const satisfies RegistryType;
