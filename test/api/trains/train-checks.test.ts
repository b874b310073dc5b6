// The problems of a train at its creation, change and activation: all at once, by field and code.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, MISSING_ID, verdict } from '../../support/release-world.ts';
import { startTrains, trainBody } from './fixture.ts';

let world: Awaited<ReturnType<typeof startTrains>>;
beforeAll(async () => {
  world = await startTrains();
  await world.integration('GITHUB', 'scm-pending', { verificationStatus: 'PENDING' });
  await world.integration('GITHUB', 'scm-broken');
  await world.integration('PLAY_STORE', 'store-off', { isActive: false });
  await world.integration('PLAY_STORE', 'store-expired', { verificationStatus: 'EXPIRED' });
  await world.integration('SLACK', 'chat-off', { isActive: false });
  await world.integration('JENKINS', 'ci-off', {
    isActive: false,
    config: { scmIntegrationId: 'scm', targetIntegrationId: 'store' },
  });
  await world.integration('JENKINS', 'ci-elsewhere', {
    config: { scmIntegrationId: 'scm-pending', targetIntegrationId: 'store-off' },
  });
});
afterAll(() => world.stop());

const templateOf = (over: object) => ({ template: { ...trainBody.template, ...over } });

const wrong: [string, object, string[]][] = [
  [
    'an SCM that is missing',
    templateOf({ scmIntegrationId: 'x' }),
    ['template.scmIntegrationId release.scm_not_found'],
  ],
  [
    'an SCM that was not verified',
    templateOf({ scmIntegrationId: 'scm-pending' }),
    ['template.scmIntegrationId release.scm_not_verified'],
  ],
  [
    'targets that are missing, off, expired and named twice',
    templateOf({ targets: ['store', 'x', 'store-off', 'store-expired', 'store'] }),
    [
      'template.targets[1] release.target_not_found',
      'template.targets[2] release.target_inactive',
      'template.targets[3] release.target_not_verified',
      'template.targets[4] release.duplicate_reference',
    ],
  ],
  [
    'pipelines that are off or build something else',
    templateOf({ pipelines: ['ci', 'ci-off', 'ci-elsewhere'] }),
    [
      'template.pipelines[1] release.pipeline_inactive',
      'template.pipelines[2] release.pipeline_scm_mismatch',
      'template.pipelines[2] release.pipeline_target_not_selected',
    ],
  ],
  [
    'chat that is off, tickets that are none, a pilot who is no member',
    templateOf({ communicationIntegrationId: 'chat-off', ticketIntegrationId: 'scm', releasePilotId: MISSING_ID }),
    [
      'template.communicationIntegrationId release.communication_inactive',
      'template.releasePilotId release.pilot_not_found',
      'template.ticketIntegrationId release.ticket_not_found',
    ],
  ],
  ['nothing to cut from', templateOf({ baseBranch: undefined }), ['template.baseBranch release.base_missing']],
  ['a tag for a planned release', templateOf({ baseTag: 'v1' }), ['template.baseTag release.base_tag_not_allowed']],
  ['UNTIL in the past', { rrule: 'FREQ=DAILY;UNTIL=20260228' }, ['rrule train.no_departure']],
  ['a COUNT that is exhausted', { rrule: 'FREQ=DAILY;COUNT=2', dtstart: '2026-02-01' }, ['rrule train.no_departure']],
  ['a day that there never is', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31' }, ['rrule train.no_departure']],
  ['a first departure that is too far away', { dtstart: '2027-03-01' }, ['rrule train.no_departure']],
  [
    'everything at once',
    { rrule: 'FREQ=DAILY;UNTIL=20260228', ...templateOf({ scmIntegrationId: 'x', targets: ['x'] }) },
    [
      'rrule train.no_departure',
      'template.scmIntegrationId release.scm_not_found',
      'template.targets[0] release.target_not_found',
    ],
  ],
];

describe('createTrain', () => {
  it.each(wrong)('answers 422 train.invalid to %s, and writes nothing', async (name, over, fields) => {
    const reply = await world.asLead('POST', '/trains', { ...trainBody, ...over, name });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'train.invalid', fields]);
    expect((await world.items()).filter((item) => item.name === name)).toEqual([]);
  });

  it('takes a pilot who is a member, and a hotfix that will be cut from the tag that there is then', async () => {
    const releasePilotId = await world.member('DEVELOPER');
    const template = { releasePilotId, pipelines: ['ci'], releaseType: 'HOTFIX', baseBranch: undefined };
    const { status, body } = await world.asLead('POST', '/trains', { ...trainBody, ...templateOf(template) });
    expect([status, body.template.releasePilotId]).toEqual([201, releasePilotId]);
  });

  it('refuses a pilot who is named by a credential that acts for nobody (S1)', async () => {
    const template = { releasePilotId: await world.member('DEVELOPER') };
    const body = { ...trainBody, ...templateOf(template) };
    const reply = await world.call({ role: 'LEAD', actorType: 'TOKEN', method: 'POST', path: '/trains', body });
    expect(verdict(reply)).toEqual([403, 'release.pilot_not_allowed']);
  });
});

describe('updateTrain', () => {
  it.each(wrong)('answers 422 train.invalid to %s, and changes nothing', async (_, over, fields) => {
    const id = await world.create();
    const reply = await world.asLead('PATCH', `/trains/${id}`, over);
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'train.invalid', fields]);
    expect(await world.stored(id)).toMatchObject({ revision: 1, leg: 1 });
  });

  it('of a train that became wrong still renames it and switches it off, and says what is wrong to switch it on', async () => {
    const rrule = 'FREQ=DAILY;UNTIL=20260303';
    const id = await world.create({ rrule, ...templateOf({ scmIntegrationId: 'scm-broken' }) });
    const changed = async (change: object) => world.asLead('PATCH', `/trains/${id}`, change);
    await world.reverify('scm-broken', 'INVALID');
    const before = world.clock.at;
    world.clock.at = Date.parse('2026-03-04T12:00:00Z');
    expect((await changed({ name: 'Slow' })).status).toBe(200);
    expect((await changed({ isActive: false })).status).toBe(200);
    const reply = await changed({ isActive: true });
    world.clock.at = before;
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      422,
      'train.invalid',
      ['rrule train.no_departure', 'template.scmIntegrationId release.scm_not_verified'],
    ]);
  });
});
