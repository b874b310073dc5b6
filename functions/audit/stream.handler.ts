// The function of the table's stream: seals new audit entries.
import { KMSClient } from '@aws-sdk/client-kms';
import { createAuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import { bind } from '../_kit/binding.ts';
import { createSetAside } from '../_kit/dead-letters.ts';
import { manifest } from './manifest.ts';
import { sealRecords } from './sealing/seal-records.ts';
import { createSigner } from './sealing/signer.ts';

const { environment, table, now } = bind(manifest, 'stream');

const deps = {
  ...{ table, now },
  log: createAuditLogRepo(table),
  signer: createSigner(environment.SIGNING_KEY_ID, new KMSClient({})),
  setAside: createSetAside(),
};

export const handler = (event: Parameters<typeof sealRecords>[0]) => sealRecords(event, deps);
