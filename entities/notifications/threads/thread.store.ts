// The state of a release's parent message. An update takes the thread, then reads the release, and stores the shown
// content, so that the last update shows the latest state.
import { storedItem } from '../../_base/table/entity.ts';
import { ABSENT, getRaw, type RawTable } from '../../_base/table/raw-table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { notificationErrors } from '../errors.ts';
import { threadDefinition } from '../notification.entity.ts';

export interface ThreadRef {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly integrationId: string;
}

/** The content to show, with its fingerprint. */
export interface Shown {
  readonly fingerprint: string;
  show(): Promise<void>;
}

export type ThreadStore = ReturnType<typeof createThreadStore>;

/** Shorter than a lease: the other update is mostly running and quick. */
const RETRY_SECONDS = 2;

export function createThreadStore(table: RawTable) {
  return {
    /** Shows the result of `render`, unless it is shown already. Throws `notification.busy` or the error of `show`. */
    async refresh(
      ref: ThreadRef,
      now: () => number,
      leaseMs: number,
      render: () => Promise<Shown | undefined>,
    ): Promise<void> {
      const known = await getRaw(table, threadDefinition, ref);
      const isLeased = known !== undefined && known.leasedUntil > now();
      const first = await render();
      if (first === undefined || (!isLeased && known?.shown === first.fingerprint)) return;
      const write = (revision: number, shown: string | undefined, leasedUntil: number) => {
        const expiresAtEpoch = expiryOf(now(), RETENTION_DAYS.delivery);
        return table.put(
          storedItem(threadDefinition, { ...ref, shown, leasedUntil, revision, expiresAtEpoch }),
          revision === 1 ? ABSENT : { expression: '#revision = :revision', values: { revision: revision - 1 } },
        );
      };
      const revision = (known?.revision ?? 0) + 1;
      const isTaken = !isLeased && (await write(revision, known?.shown, now() + leaseMs));
      if (!isTaken) throw notificationErrors.busy({ retryAfterSeconds: RETRY_SECONDS });
      let shown = known?.shown;
      try {
        const latest = (await render()) ?? first;
        await latest.show();
        shown = latest.fingerprint;
      } finally {
        await write(revision + 1, shown, 0);
      }
    },
  };
}
