// The user whom somebody names by e-mail address or username. An unknown name needs the same reads as a known one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { AccessDeps } from '../deps.ts';

/** The form in which names are compared. */
export const foldedName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();

export async function namedUser(tenantId: TenantId, name: string, { people }: Pick<AccessDeps, 'people'>) {
  const [byEmail, byName] = await Promise.all([people.userOfEmail(tenantId, name), people.userOfName(tenantId, name)]);
  return byEmail ?? byName;
}
