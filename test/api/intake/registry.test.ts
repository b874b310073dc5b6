// Registries at the intake: each of their ways to prove who sends, and what reaches the bus.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Intake, SECRET, sha256, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('registry-1', 'OCI_REGISTRY');
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

let pushes = 0;
const bodyOf = () => JSON.stringify({ push_data: { tag: `1.0.${++pushes}` }, repository: { repo_name: 'acme/web' } });
const basic = (password: string) => `Basic ${Buffer.from(`windlass:${password}`).toString('base64')}`;

describe('a registry', () => {
  it.each<[string, (body: string) => Record<string, string>]>([
    ['GitHub, by signature', (body) => ({ 'x-hub-signature-256': `sha256=${sha256(SECRET, body)}` })],
    ['Harbor, by an Authorization header as configured', () => ({ authorization: SECRET })],
    ['Docker Hub and ECR, by the password of the address', () => ({ authorization: basic(SECRET) })],
    ['anybody, by a bearer token', () => ({ authorization: `Bearer ${SECRET}` })],
  ])('is heard: %s', async (_, headersOf) => {
    const body = bodyOf();
    const sent = { integrationId: 'registry-1', body, headers: headersOf(body) };
    expect((await intake.send(sent)).status).toBe(202);
    expect(intake.published).toMatchObject([
      { source: 'ci.registry', detailType: 'push', detail: { integrationId: 'registry-1', payload: JSON.parse(body) } },
    ]);
    expect((await intake.send(sent)).body.duplicate).toBe(true);
    expect(intake.published).toHaveLength(1);
  });

  it.each<[string, (body: string) => Record<string, string>]>([
    ['without anything', () => ({})],
    ['with another signature', (body) => ({ 'x-hub-signature-256': `sha256=${sha256('guess', body)}` })],
    ['with another password', () => ({ authorization: basic('guess') })],
    ['with another header', () => ({ authorization: 'guess' })],
  ])('is refused %s', async (_, headersOf) => {
    const body = bodyOf();
    expect((await intake.send({ integrationId: 'registry-1', body, headers: headersOf(body) })).status).toBe(401);
    expect(intake.published).toEqual([]);
  });
});
