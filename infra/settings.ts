// The configuration of a deployment, parsed once from CDK context (`-c name=value`, cdk.json or CDK_CONTEXT_JSON). Read by
// app.ts; infra/README.md documents each name. Unknown values stop synthesis with the name that is wrong.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';

const LOCAL = 'local';

/** The command line gives text, cdk.json gives lists: both are a list of text. */
const list = z.union([
  z.array(z.string().min(1)),
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
]);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const retentions = Object.values(RetentionDays).filter((days) => typeof days === 'number');

const PRINCIPAL = /^arn:[\w-]+:iam::\d{12}:(?:role|user)\/[\w+=,.@/*-]+$/;
const SENDER = new RegExp(`${PRINCIPAL.source}|^\\d{12}$`);

const schema = z.object({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/)
    .default('dev'),
  domain: z.string().min(1).optional(),
  certificateArn: z.string().startsWith('arn:').optional(),
  publicUrl: z.url().optional(),
  systemMailFrom: z.email().optional(),
  allowCommonPasswords: flag.optional(),
  allowedOutboundHosts: list.optional(),
  corsOrigins: list.default([]),
  ciSenders: list.default([]).refine((senders) => senders.every((one) => SENDER.test(one)), {
    error: 'must be ARNs of roles or users, or numbers of accounts',
  }),
  busOperators: list.default([]).refine((operators) => operators.every((one) => PRINCIPAL.test(one)), {
    error: 'must be ARNs of roles or users',
  }),
  requestsPerSecond: z.coerce.number().int().positive().default(200),
  tenantRequestsPerSecond: z.coerce.number().int().positive().optional(),
  alarmEmail: z.email().optional(),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => retentions.includes(days), `must be one of ${retentions.join(', ')}`)
    .default(RetentionDays.THREE_MONTHS),
  archiveRetentionDays: z.coerce.number().int().positive().default(90),
  nag: flag.optional(),
});

export interface Settings {
  readonly stage: string;
  /** Data of this stage must outlive a mistake: retained, protected against deletion and termination. */
  readonly isProtected: boolean;
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  readonly publicUrl?: string;
  /** Sender of mails about accounts; empty: none are sent. */
  readonly systemMailFrom: string;
  /** Whether people may choose passwords that are among the most common ones. */
  readonly allowCommonPasswords: boolean;
  readonly allowedOutboundHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Senders of `ci.*` events on the bus besides our own webhooks: ARNs of roles and users, and whole accounts. */
  readonly ciSenders: readonly string[];
  /** Operators who may put our own events on the bus besides our functions, as a runbook says. */
  readonly busOperators: readonly string[];
  /** Requests that the API takes over all tenants; twice as many at once. */
  readonly requestsPerSecond: number;
  /** A tenant's share of each authorizer; twice as many at once. */
  readonly tenantRequestsPerSecond: number;
  readonly alarmEmail?: string;
  readonly logRetention: RetentionDays;
  readonly archiveRetentionDays: number;
  /** Whether cdk-nag checks the synthesized stacks. */
  readonly nag: boolean;
}

/** Parses what `context` gives for each name; throws one error that names every wrong value. */
export function readSettings(context: (name: string) => unknown): Settings {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.map((name) => [name, context(name) ?? undefined]));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`CDK context is not as infra/README.md says: ${wrong.join('; ')}`);
  }
  const { stage, domain, certificateArn, publicUrl, alarmEmail, ...rest } = parsed.data;
  if ((domain === undefined) !== (certificateArn === undefined)) {
    throw new Error('CDK context: domain and certificateArn go together');
  }
  return {
    stage,
    isProtected: stage !== LOCAL && stage !== 'dev',
    ...(domain && certificateArn && { domain: { name: domain, certificateArn } }),
    ...(publicUrl && { publicUrl }),
    ...(alarmEmail && { alarmEmail }),
    systemMailFrom: rest.systemMailFrom ?? (stage === LOCAL ? 'accounts@windlass.example' : ''),
    allowCommonPasswords: rest.allowCommonPasswords ?? stage === LOCAL,
    allowedOutboundHosts: rest.allowedOutboundHosts ?? (stage === LOCAL ? ['127.0.0.1'] : []),
    corsOrigins: rest.corsOrigins,
    ciSenders: rest.ciSenders,
    busOperators: rest.busOperators,
    requestsPerSecond: rest.requestsPerSecond,
    tenantRequestsPerSecond: rest.tenantRequestsPerSecond ?? (stage === LOCAL ? 500 : 50),
    logRetention: rest.logRetentionDays,
    archiveRetentionDays: rest.archiveRetentionDays,
    nag: rest.nag ?? stage !== LOCAL,
  };
}
