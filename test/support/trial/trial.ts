// Requests on trial: the operation decides, and its transaction is sent with one more write that always fails, so that nothing changes.
// Shows whether an operation would be done.
import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '../../../entities/_base/errors.ts';
import type { Table, Write } from '../../../entities/_base/table/table.ts';
import type { HttpKit } from '../../../functions/_kit/http/http-handler.ts';
import type { Caller } from '../../../functions/_kit/save.ts';

const trial = new AsyncLocalStorage<true>();
const accepted = new DomainError('trial.accepted', 418, 'Only the trial failed');

export const onTrial = <T>(work: () => T): T => trial.run(true, work);

export const isAccepted = ({
  status,
  body,
}: {
  readonly status: number;
  readonly body: { readonly code?: string };
}): boolean => status === 418 && body.code === accepted.code;

export function triedBy(kit: HttpKit, { name: TableName }: Table): HttpKit {
  const doomed = ({ tenantId }: Caller): Write => ({
    item: {
      ConditionCheck: {
        TableName,
        Key: { pk: `T#${tenantId}#TRIAL`, sk: 'none' },
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
    otherwise: accepted,
  });
  return {
    ...kit,
    save: (caller, change, ...further) =>
      kit.save(caller, change, ...further, ...(trial.getStore() === true ? [doomed(caller)] : [])),
  };
}
