// The dependencies of the operations and the task of evidence.

import type { TaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import type { DeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import type { PacketRepo } from '../../entities/evidence/packet.repo.ts';
import type { PromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { SigningKey } from '../_kit/keys/signing-key.ts';
import type { ObjectStore } from '../_kit/outbound/object-store.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface EvidenceDeps {
  readonly packets: PacketRepo;
  readonly key: Pick<SigningKey, 'keyId' | 'publicKey'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly releases: Pick<ReleaseRepo, 'idOfKey'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, EvidenceDeps>;

export interface RecorderDeps {
  readonly packets: PacketRepo;
  readonly key: Pick<SigningKey, 'keyId' | 'sign'>;
  readonly objects: Pick<ObjectStore, 'putOnce'>;
  readonly save: Save;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface TaskDeps extends RecorderDeps {
  readonly promotions: Pick<PromotionRepo, 'find' | 'evaluation'>;
  readonly deployments: Pick<DeploymentRepo, 'find'>;
  readonly tasks: Pick<TaskRepo, 'ofDeployment'>;
}
