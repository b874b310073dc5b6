// The approval as the API answers it.
import type { Output } from '../../../../client.ts';

export type Approval = Output<'GET /approvals/{approval}'>;
