// The `tasks` function of the evidence domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createPacketRepo } from '../../entities/evidence/packet.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createSigningKey } from '../_kit/keys/signing-key.ts';
import { connectObjectStore } from '../_kit/outbound/object-store.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { TaskDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { recordEvidence } from './tasks/record-evidence.ts';

const tasks: Tasks<typeof manifest, TaskDeps> = { recordEvidence };

export const handler = tasksOf(manifest, tasks, ({ table, environment, save, now }) => ({
  packets: createPacketRepo(table),
  key: createSigningKey(environment.SIGNING_KEY_ID, new KMSClient({})),
  objects: connectObjectStore(environment.EVIDENCE_BUCKET),
  promotions: createPromotionRepo(table),
  deployments: createDeploymentRepo(table),
  tasks: createTaskRepo(table),
  save,
  now,
}));
