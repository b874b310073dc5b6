// EMAIL writes only as a sender that the operator bound to the tenant, and only to its people or to confirmed addresses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { bindMail } from '../../../../functions/tenants/tasks/bind-mail.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { bodies, type Fixture, NOW, NOW_ISO, paths, startIntegrations, systemCaller } from '../fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
  const tenantId = TENANT_ID as TenantId;
  const names = { email: 'Ada@people.test', username: 'ada', fullName: 'Ada', isEmailConfirmed: true };
  const user = {
    tenantId,
    userId: newId<'User'>(),
    ...names,
    role: 'VIEWER',
    isActive: true,
    createdAt: NOW_ISO,
  } as const;
  const of = (username: string, over: object) => ({
    user: { ...user, userId: newId<'User'>(), username, email: `${username}@people.test`, ...over },
  });
  const others = [
    of('unconfirmed', { isEmailConfirmed: false }),
    of('moving', { pendingEmail: 'moved@people.test' }),
    of('former', { role: undefined }),
    of('inactive', { isActive: false }),
  ];
  await api.save(systemCaller(), {
    writes: api.people.create(tenantId, [{ user }, ...others]),
    events: [],
    audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' },
  });
});
afterAll(() => api.stop());

let names = 0;
const create = (config: object) =>
  api.asLead('POST', '/integrations/communications', { ...bodies.EMAIL, name: `mail ${names++}`, config });
const bind = (over: object) =>
  bindMail({ slug: 'acme', senders: ['acme.test'], ...over }, { tenants: api.tenants, save: api.save, now: () => NOW });
const TEAM = { releases: ['team@acme.test'] };

describe('the sender', () => {
  it.each([
    ['of the bound domain', 'releases@acme.test', 201],
    ['of a domain below it', 'releases@eu.acme.test', 201],
    ['of another tenant’s domain', 'releases@globex.test', 422],
    ['of a domain that ends alike', 'releases@notacme.test', 422],
    ['of a domain that begins alike', 'releases@acme.test.evil.test', 422],
    ['that holds the domain before the @', '"acme.test"@evil.test', 400],
  ])('%s: %s is answered %i (S5)', async (_, fromAddress, status) => {
    const reply = await create({ fromAddress, recipients: TEAM });
    expect(reply.status).toBe(status);
    if (status !== 422) return;
    expect([reply.body.code, paths(reply)]).toEqual(['integration.mail_not_bound', ['config.fromAddress']]);
  });

  it('may be one bound address alone (S5)', async () => {
    await bind({ senders: ['acme.test', 'windlass@shared.test'] });
    expect((await create({ fromAddress: 'Windlass@shared.test', recipients: TEAM })).status).toBe(201);
    expect((await create({ fromAddress: 'other@shared.test', recipients: TEAM })).status).toBe(422);
  });
});

describe('a recipient', () => {
  const fromAddress = 'releases@acme.test';

  it.each([
    ['a member', 'ada@PEOPLE.test', 201],
    ['an address of the tenant’s own domain', 'anybody@acme.test', 201],
    ['a member whose address waits for another', 'moving@people.test', 201],
    ['an address that a member has not confirmed', 'moved@people.test', 422],
    ['a member who has confirmed none', 'unconfirmed@people.test', 422],
    ['a former member', 'former@people.test', 422],
    ['an inactive member', 'inactive@people.test', 422],
    ['anybody else', 'victim@elsewhere.test', 422],
  ])('may be %s: %s is answered %i (S5)', async (_, address, status) => {
    expect((await create({ fromAddress, recipients: { releases: [address] } })).status).toBe(status);
  });

  it('is told by its path, each of them, for every purpose (S5)', async () => {
    const recipients = { releases: ['team@acme.test', 'a@elsewhere.test'], incidents: ['b@elsewhere.test'] };
    const reply = await create({ fromAddress, recipients });
    expect(reply.body.fields.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
      'config.recipients.releases[1] integration.recipient_not_confirmed',
      'config.recipients.incidents[0] integration.recipient_not_confirmed',
    ]);
  });

  it('may be one that the operator has confirmed (S5)', async () => {
    const recipients = { releases: ['list@partner.test'] };
    expect((await create({ fromAddress, recipients })).status).toBe(422);
    await bind({ recipients: ['list@partner.test'] });
    expect((await create({ fromAddress, recipients })).status).toBe(201);
    expect((await create({ fromAddress: 'list@partner.test', recipients })).status).toBe(422);
  });
});

describe('an integration that was set up', () => {
  it('may not be changed to write as another, and nothing changes (S5)', async () => {
    const { body } = await create({ fromAddress: 'releases@acme.test', recipients: TEAM });
    const path = `/integrations/communications/${body.id}`;
    const reply = await api.asLead('PATCH', path, { config: { fromAddress: 'releases@globex.test' } });
    expect([reply.status, reply.body.code]).toEqual([422, 'integration.mail_not_bound']);
    expect((await api.asLead('GET', path)).body).toEqual(body);
    expect((await api.asLead('PATCH', path, { name: 'renamed' })).status).toBe(200);
  });

  it('is INVALID when its sender is bound no more, without a mail (S5)', async () => {
    await bind({ senders: ['acme.test', 'gone.test'] });
    const { body } = await create({ fromAddress: 'releases@gone.test', recipients: TEAM });
    await bind({});
    api.service.asked.length = 0;
    const reply = await api.asLead('POST', `/integrations/communications/${body.id}/verify`);
    expect(reply.body.verificationStatus).toBe('INVALID');
    expect(reply.body.verificationError).toContain('Ask its operator');
    expect(api.service.asked).toEqual([]);
  });
});

describe('bindMail', () => {
  it('is remembered in the audit with what it was before, and tells an event (S5)', async () => {
    await bind({ recipients: ['one@partner.test'] });
    await bind({ recipients: ['two@partner.test'] });
    const items = (await api.items()).filter(({ pk }) => String(pk).startsWith(`T#${TENANT_ID}#`));
    expect(items.filter(({ action }) => action === 'tenant.mail_bound').at(-1)).toMatchObject({
      details: { before: { mailRecipients: ['one@partner.test'] }, after: { recipients: ['two@partner.test'] } },
    });
    expect(items.some(({ detailType }) => detailType === 'MailBindingChanged')).toBe(true);
  });

  it.each([
    ['an unknown tenant', { slug: 'nobody-here' }],
    ['what is neither address nor domain', { senders: ['not a domain'] }],
    ['a wildcard', { senders: ['*'] }],
  ])('refuses %s (S5)', async (_, over) => {
    await expect(bind(over)).rejects.toThrow();
  });

  it('leaves a tenant that nothing was bound to a domain that no mail reaches (S5)', async () => {
    const own = await startIntegrations();
    const tenant = await own.tenants.get(TENANT_ID as TenantId);
    const { TableName, Key } = { TableName: own.table.name, Key: { pk: `T#${TENANT_ID}`, sk: 'TENANT' } };
    const { mailSenders: _, ...unbound } = tenant ?? {};
    const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
    await own.table.client.send(new PutCommand({ TableName, Item: { ...Key, ...unbound } }));
    const sends = async (fromAddress: string) => {
      const config = { fromAddress, recipients: { releases: ['team@acme.example'] } };
      return (await own.asLead('POST', '/integrations/communications', { ...bodies.EMAIL, name: fromAddress, config }))
        .status;
    };
    expect([await sends('releases@acme.example'), await sends('releases@acme.test')]).toEqual([201, 422]);
    await own.stop();
  });
});
