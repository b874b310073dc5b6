// The state of a release's parent message. A change of the message takes the thread, then reads the release and stores
// what it showed, so that the last change shows the latest state.
import { ABSENT, keyOf, type RawTable } from '../_base/table/raw-table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { notificationErrors } from './errors.ts';
import { threadKeys } from './notification.keys.ts';

export interface ThreadRef {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly integrationId: string;
}

/** The content to show: its fingerprint, and how. */
export interface Shown {
  readonly fingerprint: string;
  show(): Promise<void>;
}

export type ThreadStore = ReturnType<typeof createThreadStore>;

const SECONDS_A_DAY = 86_400;
/** Sooner than the lease of one that died: mostly it is alive and quick. */
const RETRY_SECONDS = 2;

export function createThreadStore(table: RawTable) {
  return {
    /** Shows what `render` makes of the present, unless that is shown already. Throws `notification.busy` or what `show` threw. */
    async refresh(
      ref: ThreadRef,
      now: () => number,
      leaseMs: number,
      render: () => Promise<Shown | undefined>,
    ): Promise<void> {
      const key = keyOf(threadKeys, { ...ref });
      const known = (await table.get(key)) as { revision: number; shown?: string; leasedUntil: number } | undefined;
      const isLeased = known !== undefined && known.leasedUntil > now();
      const first = await render();
      if (first === undefined || (!isLeased && known?.shown === first.fingerprint)) return;
      const write = (revision: number, shown: string | undefined, leasedUntil: number) =>
        table.put(
          {
            ...key,
            ...ref,
            shown,
            leasedUntil,
            revision,
            schemaVersion: 1,
            [TTL_ATTRIBUTE]: Math.floor(now() / 1000) + RETENTION_DAYS.delivery * SECONDS_A_DAY,
          },
          revision === 1 ? ABSENT : { expression: '#revision = :revision', values: { revision: revision - 1 } },
        );
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
