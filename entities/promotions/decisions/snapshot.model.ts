// The snapshot: everything that the gates of a promotion decide by, at one moment. It is stored with each decision, so that the decision
// can be made again, under another policy or at another time. Pure. Source: orchestrators-and-dora, "Decision record".
import * as z from 'zod';
import { canonicalHash } from '../../_base/json.ts';
import { FREEZE_EFFECTS } from '../../environments/words.model.ts';

const time = z.string().describe('ISO 8601');
const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** A release in an environment from which it is promoted. */
const sourceSchema = z.strictObject({
  environmentId: z.string(),
  name: z.string(),
  /** Its last deployment there that counts; null if there is none. */
  deployment: z.strictObject({ status: z.string(), finishedAt: time.nullable(), soakMinutes: z.number() }).nullable(),
  /** Another system reported it there, which does not count as the environment asks for approvals. */
  isReported: z.literal(true).optional(),
});

export const policySchema = z.strictObject({
  version: z.number().int(),
  approvalsNeeded: z.number().int(),
  groups: z.array(z.strictObject({ groupId: z.string(), approvalsNeeded: z.number().int() })),
  requireSod: z.boolean(),
});

const decisionSchema = z.strictObject({
  userId: z.string(),
  action: z.enum(['APPROVED', 'REJECTED']),
  decidedAt: time,
  groupIds: z.array(z.string()),
});

/** One person asked for it, another granted it. */
const overrideSchema = z.strictObject({
  requestedBy: z.string(),
  grantedBy: z.string(),
  reason: z.string(),
  ticket: z.string().nullable(),
  expiresAt: time,
});

export const snapshotSchema = z.strictObject({
  at: time,
  isRollback: z.boolean(),
  /** A target of its release asked for it, which waits for the environments before. */
  isOfTarget: z.literal(true).optional(),
  requestedBy: z.string(),
  release: z.strictObject({
    releaseId: z.string(),
    releaseKey: z.string(),
    service: z.string(),
    /** The users behind its commits. */
    authors: z.array(z.string()),
    /** False until its branch is cut: its commits are read then. */
    areAuthorsKnown: z.boolean(),
    components: z.array(z.strictObject({ componentId: z.string(), name: z.string(), digest: sha256.nullable() })),
  }),
  environment: z.strictObject({
    environmentId: z.string(),
    name: z.string(),
    stop: z.strictObject({ reason: z.string(), byName: z.string() }).nullable(),
  }),
  emergencyStop: z.strictObject({ reason: z.string(), byName: z.string() }).nullable(),
  /** The environments before it in the order of promotion; none for the first, and for one outside of the order. */
  sources: z.array(sourceSchema),
  /** Those that apply to the environment, the service, and a rollback. */
  freezeWindows: z.array(
    z.strictObject({
      freezeWindowId: z.string(),
      name: z.string(),
      effect: z.enum(FREEZE_EFFECTS),
      rrule: z.string().optional(),
      timeZone: z.string(),
      dtstart: z.string(),
      duration: z.string(),
    }),
  ),
  override: overrideSchema.nullable(),
  /** The active targets of the environment that run a component of the release. */
  targets: z.array(
    z.strictObject({
      targetId: z.string(),
      name: z.string(),
      componentId: z.string(),
      capability: z.string(),
      healthStatus: z.string(),
    }),
  ),
  /** The agents that work in the environment. */
  agents: z.array(z.strictObject({ agentId: z.string(), isOnline: z.boolean(), capabilities: z.array(z.string()) })),
  policy: policySchema,
  /** The groups of the policy whose teams were deleted; absent if there are none. */
  goneGroups: z.array(z.string()).optional(),
  decisions: z.array(decisionSchema),
});
export type Snapshot = z.output<typeof snapshotSchema>;

/**
 * The hash to which approvals are bound: another digest, environment or policy makes them void.
 */
export const approvedHash = ({ release, environment, policy }: Pick<Snapshot, 'release' | 'environment' | 'policy'>) =>
  canonicalHash({
    digests: release.components.map(({ componentId, digest }) => ({ componentId, digest })),
    environmentId: environment.environmentId,
    policyVersion: policy.version,
  });
