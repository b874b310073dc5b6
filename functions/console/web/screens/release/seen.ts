// The release as the API answers it, with the ETag of what the person sees.
import type { Output } from '../../../../client.ts';

export type Release = Output<'GET /releases/{release}'>;
export type Target = Release['targets'][number];

export interface Seen {
  readonly release: Release;
  readonly seen: string | undefined;
}
