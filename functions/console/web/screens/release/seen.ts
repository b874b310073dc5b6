// The release and its targets as the API answers them.
import type { Output } from '../../../../client.ts';

export type Release = Output<'GET /releases/{release}'>;
export type Target = Release['targets'][number];

export interface OfRelease {
  readonly release: Release;
}
