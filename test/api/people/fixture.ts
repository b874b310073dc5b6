// The people API and its consumers on a real table: a clock that stands, events that tests deliver, and mails that are kept.
import type { TenantId, UserId } from '../../../entities/_base/ids.ts';
import { newId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { createPasswordRepo } from '../../../entities/access/passwords/password.repo.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createInvitationRepo } from '../../../entities/people/invitations/invitation.repo.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import type { MemberRole } from '../../../entities/people/rights.model.ts';
import { createTeamRepo } from '../../../entities/people/teams/team.repo.ts';
import type { UserItem } from '../../../entities/people/user.entity.ts';
import { createTenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import type { AccountMail } from '../../../functions/_adapters/email/account-mail.ts';
import { createPasswords } from '../../../functions/_kit/accounts/passwords.ts';
import type { BusEvent } from '../../../functions/_kit/bus/bus-event.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { operations } from '../../../functions/people/api.handler.ts';
import type { PeopleEventsDeps } from '../../../functions/people/deps.ts';
import { consumers } from '../../../functions/people/events.handler.ts';
import { manifest } from '../../../functions/people/manifest.ts';
import { apiCaller, OTHER_TENANT_ID, strictKit, TENANT_ID } from '../../support/http.ts';
import { meteredTable } from '../../support/metered-table.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const DAY_MS = 86_400_000;
export const MISSING_ID = '0192f000-0000-7000-8000-00000000dead';
export const inOtherTenant = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };

type Item = Record<string, unknown>;
type Request = Parameters<ReturnType<typeof apiCaller>>[0];
export type People = Awaited<ReturnType<typeof startPeople>>;

/** Without `sendsMail` it is a deployment without a sender of mails about accounts. */
export async function startPeople({ sendsMail = true } = {}) {
  const { table: plain, items, stop } = await startTable();
  const { table, meter } = meteredTable(plain);
  const clock = { at: NOW };
  const now = () => clock.at;
  const repos = {
    people: createPeopleRepo(table),
    teams: createTeamRepo(table),
    invitations: createInvitationRepo(table),
    tenants: createTenantRepo(table),
    passwords: createPasswordRepo(table),
  };
  const environments = createEnvironmentRepo(table);
  const hashing = createPasswords({ allowCommon: false, cost: 4, common: () => new Set(['password123']) });
  const save = createSave(table);
  const call = apiCaller(
    manifest,
    httpHandler(manifest, operations, strictKit(table, now), { ...repos, environments, hashing, save, sendsMail }),
  );
  const mails: AccountMail[] = [];
  const mail = async (sent: AccountMail) => {
    mails.push(sent);
  };

  /** Stores what tests need, without a request. */
  const seed = (writes: readonly Write[], tenantId: string = TENANT_ID): Promise<void> =>
    save(
      {
        tenantId: tenantId as TenantId,
        actor: { type: 'SYSTEM', id: 'tests', name: 'tests' },
        correlationId: 'tests',
        at: clock.at,
      },
      { writes, events: [], audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' } },
    );
  await seed(repos.tenants.create({ tenantId: TENANT_ID, slug: 'acme', name: 'Acme', createdAt: NOW_ISO }));
  await seed(
    repos.tenants.create({ tenantId: OTHER_TENANT_ID, slug: 'other', name: 'Other', createdAt: NOW_ISO }),
    OTHER_TENANT_ID,
  );

  let persons = 0;
  /** A user with a role. */
  async function user(role: MemberRole | undefined, over: Partial<UserItem> = {}): Promise<UserId> {
    persons += 1;
    const userId = newId<'User'>();
    const tenantId = String(over.tenantId ?? TENANT_ID) as TenantId;
    const names = { email: `p${persons}@acme.test`, username: `p${persons}`, fullName: `Person ${persons}` };
    const known = { ...names, isEmailConfirmed: true, isActive: true, createdAt: NOW_ISO, ...over, tenantId, userId };
    await seed(repos.people.create(tenantId, [{ user: { ...known, ...(role && { role }) } }]), tenantId);
    return userId;
  }

  const delivered = new Set<unknown>();
  /** Delivers the events that were saved since, oldest first. */
  async function deliver(): Promise<void> {
    const saved = (await items()).filter(
      ({ pk, sk }) => String(pk).includes('#OUTBOX#') && !delivered.has(`${pk}${sk}`),
    );
    for (const item of saved.sort((a, b) => String(a.sk).localeCompare(String(b.sk)))) {
      delivered.add(`${item.pk}${item.sk}`);
      await hear(busEventOf(item));
    }
  }
  const hear = async (event: BusEvent, over: Partial<PeopleEventsDeps> = {}) =>
    consumers.events[event['detail-type']]?.(event, { ...repos, save, now, mail, ...over });

  const asRole =
    (role: MemberRole | undefined, userId?: string) =>
    (method: string, path: string, body?: unknown, over: Partial<Request> = {}) =>
      call({
        method,
        path,
        ...(role && { role }),
        ...(userId && { userId }),
        ...(body === undefined ? {} : { body }),
        ...over,
      });

  let created = 0;
  /** A user whom an ADMIN created, as the API answers it. */
  const create = (over: object = {}) => {
    created += 1;
    const names = { email: `g${created}@acme.test`, username: `g${created}`, fullName: 'Grace' };
    return asRole('ADMIN')('POST', '/users', { ...names, role: 'DEVELOPER', ...over });
  };

  return {
    ...{ table, meter, items, stop, clock, call, seed, save, user, mails, deliver, environments, ...repos },
    asRole,
    create,
    asAdmin: asRole('ADMIN'),
    asLead: asRole('LEAD'),
    /** The secret of the latest mail to an address. */
    /** An event of the tenant as a queue brings it. */
    told: (type: string, data: Item, over?: Partial<PeopleEventsDeps>): Promise<void> | undefined =>
      hear(
        {
          ...{ id: 'e', source: '', 'detail-type': type, time: '' },
          detail: {
            ...{ id: 'e', version: 1, tenantId: TENANT_ID, occurredAt: NOW_ISO, correlationId: 'c', data },
            actor: { type: 'USER', id: MISSING_ID, name: 'tests' },
          },
        },
        over,
      ),
    secretTo: (address: string) => mails.findLast(({ to }) => to === address)?.secret ?? '',
    /** Events about a subject, oldest first. */
    eventsOf: async (subjectId: string, tenantId = TENANT_ID): Promise<string[]> =>
      (await items())
        .filter(({ pk }) => pk === `T#${tenantId}#OUTBOX#${subjectId}`)
        .sort((a, b) => String(a.sk).localeCompare(String(b.sk)))
        .map(({ detailType }) => String(detailType)),
    auditOf: async (type: string, id: string, tenantId = TENANT_ID): Promise<Item[]> =>
      (await items())
        .filter(({ pk }) => pk === `T#${tenantId}#AUDIT#${type}#${id}`)
        .sort((a, b) => String(a.sk).localeCompare(String(b.sk))),
  };
}
