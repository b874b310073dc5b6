// Verification with the real clients while a service is down or refuses: always an outcome, never a secret.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import type { Mail, Outbound, SendMail } from '../../../../functions/_adapters/adapter.ts';
import { verifierFor } from '../../../../functions/_adapters/clients.ts';
import { createVerification } from '../../../../functions/integrations/verification/verification.ts';
import { bodies, isPipeline, NOW } from '../fixture.ts';

const references = { scmIntegrationId: 'scm', targetIntegrationId: 'target' };
const configOf = (type: IntegrationType) =>
  INTEGRATION_TYPES[type].config.parse({ ...bodies[type].config, ...(isPipeline(type) ? references : {}) });
const verify = (request: Outbound['request'], type: IntegrationType, config: unknown = configOf(type)) =>
  createVerification({ verifierFor, outbound: { request }, now: () => NOW })(type, config, bodies[type].credentials);

const json = { message: 'Bad credentials', ok: false, error: 'invalid_auth', errors: [] };
const unauthorized: Outbound['request'] = async ({ headers }) => {
  const quoted = { ...json, message: `${json.message}: ${JSON.stringify(headers)}` };
  return { status: 401, headers: {}, text: JSON.stringify(quoted), json: quoted };
};
/** Mail has no credential of its own: see below. An environment is no service: see server-integrations.test.ts. */
const types = (Object.keys(bodies) as IntegrationType[]).filter((type) => type !== 'EMAIL' && type !== 'SERVER');
/** Their canary keys are no keys, so that they fail before any call. */
const signing = ['APP_STORE', 'PLAY_STORE'];

describe.each(types)('verification of a %s', (type) => {
  it('says that the credential was refused, without quoting it', async () => {
    const outcome = await verify(unauthorized, type);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'integration.unauthorized' } });
    expect(JSON.stringify(outcome)).not.toMatch(/canary/);
  });

  it('says that the stored config does not fit', async () => {
    const outcome = await verify(unauthorized, type, { ...configOf(type), baseUrl: 7 });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'integration.reference_invalid' } });
    expect(JSON.stringify(outcome)).not.toMatch(/canary/);
  });
});

describe.each(types.filter((type) => !signing.includes(type)))('verification of a %s', (type) => {
  it('says that the service is down', async () => {
    const outcome = await verify(() => Promise.reject(integrationErrors.unavailable({ detail: 'down' })), type);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'integration.unavailable', details: { detail: 'down' } },
    });
  });
});

describe('verification of an EMAIL', () => {
  const verifyMail = (send: SendMail | undefined) =>
    createVerification({
      verifierFor,
      outbound: { request: () => Promise.reject(new Error('mail does not go out by itself')) },
      ...(send && { send }),
      now: () => NOW,
    })('EMAIL', configOf('EMAIL'), {});

  it('mails the simulator of Amazon SES in the name of the sender', async () => {
    const mails: Mail[] = [];
    const outcome = await verifyMail(async (mail) => ({ messageId: `m-${mails.push(mail)}` }));
    expect(outcome).toEqual({ ok: true });
    expect(mails).toMatchObject([
      {
        from: expect.stringContaining(bodies.EMAIL.config.fromAddress as string),
        to: ['success@simulator.amazonses.com'],
      },
    ]);
  });

  it.each([
    ['refuses the sender', integrationErrors.refused({ detail: 'not verified' }), 'integration.refused'],
    ['refuses this deployment', integrationErrors.unauthorized({ detail: 'AccessDenied' }), 'integration.unauthorized'],
    ['does not answer', integrationErrors.unavailable({ detail: 'down' }), 'integration.unavailable'],
  ])('says that SES %s', async (_, error, code) => {
    const outcome = await verifyMail(() => Promise.reject(error));
    expect(outcome).toMatchObject({ ok: false, error: { code, details: error.details } });
  });

  it('says nothing of the sender where there is no way to send', async () => {
    expect(await verifyMail(undefined)).toMatchObject({ ok: false, error: { code: 'integration.unavailable' } });
  });
});
