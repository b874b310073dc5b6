// The `events` function of the runbooks domain.
import { RunbookDeleted } from '../../entities/runbooks/events.ts';
import { createRunbookRepo } from '../../entities/runbooks/runbook.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import type { RunbooksDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onRunbookDeleted } from './on/runbook-deleted.ts';

export const consumers: Consumers<Pick<RunbooksDeps, 'runbooks'>> = {
  events: { [RunbookDeleted.type]: onRunbookDeleted },
};

export const handler = eventsOf(manifest, consumers, ({ table }) => ({ runbooks: createRunbookRepo(table) }));
