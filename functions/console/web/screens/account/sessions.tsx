// The valid sessions of a user: the own ones, or for an ADMIN those of somebody else.
import type { Item } from '../../app/data.ts';
import { useChange, useList } from '../../app/data.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

type Session = Item<'GET /sessions'>;

/** In this order, because the later ones stand in the names of the earlier ones too. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const;

/** `Chrome on Linux` of the name that a browser gives itself; all of it for a client that names itself otherwise. */
function deviceOf(userAgent: string): string {
  const browser = BROWSERS.find(([sign]) => userAgent.includes(sign))?.[1];
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  return browser === undefined || system === undefined ? userAgent || 'Unknown device' : `${browser} on ${system}`;
}

function SessionRow({ session, userId }: { readonly session: Session; readonly userId: string }) {
  const change = useChange();
  const me = useMe();
  const device = deviceOf(session.userAgent);
  return (
    <li>
      <span>
        {device} {session.isCurrent && <Status status="THIS_SESSION" tone="good" />}
        <br />
        <span className="small">
          by {session.methods.map(wordsOf).join(' and ')} <Time at={session.createdAt} /> from {session.ip}; used{' '}
          <Time at={session.lastSeenAt} /> from {session.lastSeenIp}; ends <Time at={session.expiresAt} />
        </span>
      </span>
      {!session.isCurrent && (
        <Deed
          label="Revoke"
          action={actionOfMe(me, 'revokeSession')}
          question={<>End the session of {device}? It stops working within 30 seconds.</>}
          tone="danger"
          run={() => change('DELETE /sessions/{session}', { params: { session: session.id }, query: { userId } })}
        />
      )}
    </li>
  );
}

export function Sessions({ userId }: { readonly userId: string }) {
  const change = useChange();
  const me = useMe();
  const list = useList('GET /sessions', { query: { userId } });
  return (
    <Section
      title="Sessions"
      aside={
        <Deed
          label="Revoke all sessions"
          action={actionOfMe(me, 'revokeSessions')}
          question={
            userId === me.actor.id ? (
              <>End all your sessions? This one ends too.</>
            ) : (
              <>End all sessions of this user?</>
            )
          }
          tone="danger"
          run={() => change('DELETE /sessions', { query: { userId } })}
        />
      }
    >
      <Listed what="sessions" list={list} empty={<Empty title="Nobody is signed in here." />}>
        {(sessions) => (
          <ul className="rows">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} userId={userId} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
