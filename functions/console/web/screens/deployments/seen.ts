// The deployment as the API answers it.
import type { Output } from '../../../../client.ts';

export type Deployment = Output<'GET /deployments/{deployment}'>;
