// The search over releases, services, commits and tickets. Pure.
import * as z from 'zod';
import { RELEASE_STATUSES } from '../lifecycle/status.model.ts';

export const searchQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .describe(
      'The beginning of the key of a release, its version or service, the beginning of the slug of a service, four or more digits of the sha of a commit, or the key of a ticket',
    ),
});

const FOUND = ['RELEASE', 'SERVICE', 'COMMIT', 'TICKET'] as const;

export const searchView = z
  .lazy(() =>
    z.strictObject({
      items: z
        .array(
          z.strictObject({
            kind: z.enum(FOUND).describe('Says what `name` is the name of'),
            name: z.string(),
            release: z
              .strictObject({ id: z.string(), key: z.string(), status: z.enum(RELEASE_STATUSES) })
              .nullable()
              .describe('The release, or that of the commit or ticket; null for a service'),
          }),
        )
        .describe('The best first; at most 8 of each kind'),
    }),
  )
  .meta({ id: 'Found' });
export type Found = z.output<typeof searchView>['items'][number];
