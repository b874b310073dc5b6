// The deployment as the API answers it, and the words for its origin.
import type { Output } from '../../../../client.ts';

export type Deployment = Output<'GET /deployments/{deployment}'>;

export const ORIGIN_WORDS = { WINDLASS: 'Windlass', REPORTED: 'Another system' } as const;
