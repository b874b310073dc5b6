// Schemas of the environment variables in manifests, each defined once.
import * as z from 'zod';

export const environment = {
  STAGE: z.string().min(1).describe('Deployment stage, e.g. local, dev, prod'),
  TABLE_NAME: z.string().min(1).describe('The one DynamoDB table'),
  EVENT_BUS_NAME: z.string().min(1).describe('The EventBridge bus'),
  CREDENTIAL_KEY_ID: z.string().min(1).describe('KMS key that seals integration credentials'),
  SIGNING_KEY_ID: z.string().min(1).describe('KMS key that signs evidence and the heads of audit chains'),
  EVIDENCE_BUCKET: z.string().min(1).describe('S3 bucket of evidence'),
  ALLOWED_OUTBOUND_HOSTS: z
    .string()
    .transform((list) => list.split(',').filter((entry) => entry !== ''))
    .describe(
      'Comma-separated hosts, IPs or CIDRs that functions may call although they are not public, and without TLS',
    ),
  TENANT_REQUESTS_PER_SECOND: z.coerce.number().positive().describe('The share of a tenant in each authorizer'),
  PUBLIC_URL: z.string().describe('Base URL under which people reach this deployment; empty when unknown'),
  ALLOW_COMMON_PASSWORDS: z.enum(['true', 'false']).describe('true: new passwords may be common ones'),
  SYSTEM_MAIL_FROM: z.string().describe('Sender of mails about accounts, an Amazon SES identity; empty: none are sent'),
};
