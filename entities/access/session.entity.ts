// Sessions of people who signed in. A session is valid while its generation is that of the user's head: raising the head's
// number revokes all sessions at once.
import {
  defineEntity,
  defineRecord,
  expiring,
  type ItemOf,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { SIGN_IN_METHODS } from '../names.ts';
import { sessionHeadKeys, sessionKeys } from './session.keys.ts';

export const sessionDefinition = defineEntity('session', sessionKeys, {
  sessionId: text,
  userId: text,
  hash: text,
  /** The secret before the last rotation, which is accepted until `previousUntil`. */
  previousHash: optional(text),
  previousUntil: optional(text),
  generation: number,
  methods: list(oneOf(SIGN_IN_METHODS)),
  ip: text,
  userAgent: text,
  /** Noted by the authorizer without a new revision. */
  lastSeenAt: text,
  lastSeenIp: text,
  endsAt: text,
  ...expiring,
});

export const sessionHeadDefinition = defineRecord('sessionHead', sessionHeadKeys, { userId: text, generation: number });

export type SessionItem = ItemOf<typeof sessionDefinition>;
