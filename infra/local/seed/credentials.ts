// The file credentials.json of a data directory: the sample tenant and a token per role.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '../../../functions/client.ts';
import { fetchWithPatience } from './patience.ts';

export interface Credentials {
  readonly url: string;
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly tokens: Readonly<Record<'admin' | 'lead' | 'developer' | 'viewer' | 'ci', string>>;
}

export const credentialsFile = (data: string): string => join(data, 'credentials.json');

export const readCredentials = (data: string): Credentials =>
  JSON.parse(readFileSync(credentialsFile(data), 'utf8')) as Credentials;

/** The file is for its owner alone; a later start on another port only changes the URL. */
export function writeCredentials(data: string, credentials: Credentials): void {
  writeFileSync(credentialsFile(data), `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

/** The address of the tenant's console, by the name of this machine: browsers bind passkeys to names alone. */
export const consoleOf = ({ url, tenant }: Pick<Credentials, 'url' | 'tenant'>): string =>
  `${url.replace('127.0.0.1', 'localhost')}/console/${tenant.slug}`;

/** A client of the sample tenant, patient while the runtime starts; without a name, of nobody yet. */
export function clientOf({ url, tenant, tokens }: Credentials, name?: keyof Credentials['tokens']): Client {
  const token = name === undefined ? {} : { token: tokens[name] };
  return createClient({ url, tenant: tenant.id, ...token, send: fetchWithPatience });
}
