// The answer to /windlass status: text of others is literal, addresses are whole, and it ends at a whole line.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { releaseKeys, releaseListingKeys } from '../../../entities/releases/release.keys.ts';
import { TENANT_ID } from '../../support/http.ts';
import { type Intake, slackHook, startIntake } from './fixture.ts';

const KEY = 'app@1.0.0';
const RELEASE = { tenantId: TENANT_ID, releaseId: '0192f000-0000-7000-8000-000000000e01', releaseKey: KEY };

let intake: Intake;
beforeEach(async () => {
  intake = await startIntake();
  await intake.addIntegration('slack-1', 'SLACK');
  await intake.table.put({ ...keyOf(releaseListingKeys, RELEASE), ...RELEASE });
});
afterEach(() => intake.stop());

async function statusWith(delayedReason: string) {
  const release = { ...RELEASE, version: '1.0.0', status: 'STARTED', isDelayed: true, delayedReason };
  await intake.table.put({ ...keyOf(releaseKeys, RELEASE), ...release });
  return (await intake.send(slackHook({ command: '/windlass', text: `status ${KEY}`, user_id: 'U1' }))).body;
}

it('shows what others wrote literally, and addresses whole (K21, K30)', async () => {
  const body = await statusWith('*bold* `code` :tada: see https://wiki.example/Release_(mobile).');
  const { elements } = body.blocks[0].elements[0];
  const at = elements.findIndex(({ text }: { text?: string }) => text === 'Delayed');
  expect(elements.slice(at, at + 4)).toEqual([
    { type: 'text', text: 'Delayed', style: { bold: true } },
    { type: 'text', text: ': *bold* `code` :tada: see ' },
    { type: 'link', url: 'https://wiki.example/Release_(mobile)' },
    { type: 'text', text: '.' },
  ]);
  expect(body.text).toContain('see <https://wiki.example/Release_(mobile)>.');
});

it('says how many lines are missing (K18)', async () => {
  const { text } = await statusWith('x'.repeat(3_000));
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(text).toMatch(/\n… and \d+ more lines?$/);
});
