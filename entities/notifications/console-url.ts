// The addresses of the console's screens, as messages to people link them. Pure.
import type { Item } from '../_base/table/raw-table.ts';

/** Where a tenant's people open the console. */
export interface ConsoleSite {
  /** Base URL of this deployment for people; empty if unknown. */
  readonly publicUrl: string;
  /** The tenant's item; undefined if it was not found. */
  readonly tenant: Item | undefined;
}

/** The screens that show one resource. */
export type LinkedScreen = 'releases' | 'approvals' | 'trains' | 'integrations';

/** `@` may stand in a path, and a release's key has it. */
const segment = (text: string): string => encodeURIComponent(text).replaceAll('%40', '@');

/** `https://HOST/console/acme/releases/payments-app@1.5.0`; undefined if the deployment does not know its address. */
export function consoleUrl(
  { publicUrl, tenant }: ConsoleSite,
  screen: LinkedScreen,
  ...path: readonly string[]
): string | undefined {
  if (publicUrl === '' || tenant === undefined) return undefined;
  const place = ['console', String(tenant.slug), screen, ...path].map(segment);
  return [publicUrl.replace(/\/+$/, ''), ...place].join('/');
}
