// Routes of sign-in, sessions and the caller.
import * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { listOf, pageQuery } from '../../../entities/_base/list.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { listedSessionView, sessionView, signedInView } from '../../../entities/access/session.model.ts';
import { passkeyStepView } from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import { CREDENTIAL_KINDS, ROLES } from '../../../entities/names.ts';
import { userErrors } from '../../../entities/people/errors.ts';

const read = { role: 'VIEWER', scope: 'access:read' } as const;
const write = { role: 'VIEWER', scope: 'access:write' } as const;
const userId = z.string().min(1).max(60).optional().describe('Only for an ADMIN: another user than the caller');

export const sessionRoutes = {
  getMe: {
    method: 'GET',
    path: '/me',
    summary: 'The user or token behind the credential, with its tenant and rights, and which operations it may call',
    access: { role: 'VIEWER', scope: 'access:read', ci: true },
    query: z.strictObject({ operation: z.string().min(1).max(100).optional().describe('Only this operation') }),
    status: 200,
    reply: z.strictObject({
      tenant: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
      actor: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
      role: z.enum(ROLES),
      scopes: z.array(z.string()),
      credential: z.strictObject({ kind: z.enum(CREDENTIAL_KINDS), id: z.string() }),
      operations: z.array(
        z.strictObject({ operation: z.string(), method: z.string(), path: z.string(), allowed: z.boolean() }),
      ),
    }),
  },
  signIn: {
    method: 'POST',
    path: '/sessions',
    summary:
      'Sign in with e-mail address or username and password: answers a session with its token, or the step with a passkey that completes the sign-in',
    access: 'OPEN',
    body: z.strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(1000) }),
    status: 201,
    reply: z.union([signedInView, passkeyStepView]).meta({ id: 'SignInResult' }),
    setsCookie: true,
    errors: [sessionErrors.refused, sessionErrors.too_many_attempts, baseErrors.conflict],
  },
  listSessions: {
    method: 'GET',
    path: '/sessions',
    summary: 'List the valid sessions of a user, oldest first',
    access: read,
    query: z.strictObject({ ...pageQuery, userId }),
    status: 200,
    reply: listOf(listedSessionView),
  },
  rotateSession: {
    method: 'POST',
    path: '/sessions/current/rotate',
    summary: 'Give the session that sends the request a new token; the earlier one stops working after 30 seconds',
    access: write,
    status: 200,
    reply: z
      .strictObject({
        token: z
          .string()
          .nullable()
          .describe(
            'null for the console, for a repeated request, and if the last rotation was less than 30 seconds before',
          ),
        session: sessionView,
      })
      .meta({ id: 'RotatedSession' }),
    setsCookie: true,
    errors: [sessionErrors.not_found, sessionErrors.required],
  },
  revokeSession: {
    method: 'DELETE',
    path: '/sessions/{session}',
    summary: 'Revoke one session of a user; it stops working within 30 seconds',
    access: write,
    query: z.strictObject({ userId }),
    hasRevision: false,
    status: 204,
    setsCookie: true,
    errors: [sessionErrors.not_found],
  },
  revokeSessions: {
    method: 'DELETE',
    path: '/sessions',
    summary: 'Revoke all sessions of a user, also the one that sends the request',
    access: write,
    query: z.strictObject({ userId }),
    hasRevision: false,
    status: 204,
    setsCookie: true,
    errors: [userErrors.not_found],
  },
} as const;
