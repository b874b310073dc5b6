// Sessions: how long they last, and how they are shown. Pure.
import * as z from 'zod';
import { isoOf } from '../_base/time/iso.ts';
import { SIGN_IN_METHODS } from '../names.ts';
import { actionsView } from './actions/action.model.ts';
import type { SessionItem } from './session.entity.ts';

const HOUR_MS = 3_600_000;
export const SESSION_IDLE_MS = 12 * HOUR_MS;
export const SESSION_MS = 7 * 24 * HOUR_MS;
/** A session's use is stored at most this often. */
export const SEEN_EVERY_MS = 600_000;

/** After a rotation, requests that were sent with the earlier secret are still answered. */
export const ROTATION_GRACE_MS = 30_000;

type Timed = Pick<SessionItem, 'lastSeenAt' | 'endsAt' | 'generation'>;

/** Epoch milliseconds from which the session is not accepted if it is not used until then. */
export const sessionEnd = ({ lastSeenAt, endsAt }: Timed): number =>
  Math.min(Date.parse(lastSeenAt) + SESSION_IDLE_MS, Date.parse(endsAt));

/** `generation` is that of the user's head. */
export const isLive = (session: Timed, generation: number, now: number): boolean =>
  session.generation === generation && now < sessionEnd(session);

type Secrets = Pick<SessionItem, 'hash' | 'previousHash' | 'previousUntil'>;

/** Epoch milliseconds from which the session does not accept the secret; 0 for one that is not its own. */
export function secretEnd(session: Timed & Secrets, hash: string): number {
  if (hash === session.hash) return sessionEnd(session);
  if (hash !== session.previousHash || session.previousUntil === undefined) return 0;
  return Math.min(sessionEnd(session), Date.parse(session.previousUntil));
}

/** The next secret has to wait: of two requests that rotate at once, the later one would invalidate what the other was given. */
export const isJustRotated = ({ previousUntil }: Secrets, now: number): boolean =>
  previousUntil !== undefined && now < Date.parse(previousUntil);

export const sessionView = z
  .strictObject({
    id: z.string(),
    userId: z.string(),
    isCurrent: z.boolean().describe('True for the session that sent this request'),
    methods: z.array(z.enum(SIGN_IN_METHODS)).describe('How the user signed in'),
    ip: z.string().describe('The address of the sign-in'),
    userAgent: z.string().describe('The device of the sign-in, as its browser or client names itself'),
    lastSeenAt: z.iso.datetime().describe('The last use, to ten minutes'),
    lastSeenIp: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso
      .datetime()
      .describe('The end of the session if it is not used before; at most seven days after the sign-in'),
  })
  .meta({ id: 'SessionSummary' });

/** As an entry of a list; after a sign-in and a rotation it has no actions. */
export const listedSessionView = z
  .strictObject({ ...sessionView.shape, actions: actionsView(['revokeSession']) })
  .meta({ id: 'Session' });

export const signedInView = z
  .strictObject({
    token: z.string().nullable().describe('null for the console, which gets it in a cookie'),
    session: sessionView,
  })
  .meta({ id: 'SignedIn' });

export const viewSession = (session: SessionItem, currentId?: string): z.output<typeof sessionView> => {
  const { sessionId: id, userId, methods, ip, userAgent, lastSeenAt, lastSeenIp, createdAt } = session;
  const isCurrent = id === currentId;
  const expiresAt = isoOf(sessionEnd(session));
  return { id, userId, isCurrent, methods, ip, userAgent, lastSeenAt, lastSeenIp, createdAt, expiresAt };
};
