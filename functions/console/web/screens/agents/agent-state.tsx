// The state of an agent: its status by its last heartbeat, and the problem that it reports.
import type { Item } from '../../app/data.ts';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

/** Heartbeats are no news in the feed, and silence is none either. */
export const HEARD_EVERY_MS = 30_000;

export function AgentState({ agent }: { readonly agent: Item<'GET /agents'> }) {
  const { status, isActive, lastHeartbeatAt, joinExpiresAt, problem } = agent;
  return (
    <>
      <Status status={status} /> {!isActive && <Status status="OFF" tone="plain" />}
      <p className="small">
        {lastHeartbeatAt === null ? (
          'Never registered'
        ) : (
          <>
            Heard <Time at={lastHeartbeatAt} />
          </>
        )}
        {joinExpiresAt !== null && (
          <>
            , its join token {Date.parse(joinExpiresAt) > Date.now() ? 'ends' : 'ended'} <Time at={joinExpiresAt} />
          </>
        )}
      </p>
      {problem !== null && <p className="bad">{problem}</p>}
    </>
  );
}
