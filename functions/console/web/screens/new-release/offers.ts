// The lists that the form of a release offers: only what a release may be made of.
import { type Item, type List, useList } from '../../app/data.ts';

export type Integration = Item<'GET /integrations/{kind}'>;

export interface Offers {
  readonly services: List<Item<'GET /services'>>;
  readonly pilots: List<Item<'GET /members'>>;
  readonly scm: List<Integration>;
  readonly targets: List<Integration>;
  readonly pipelines: List<Integration>;
  readonly chats: List<Integration>;
  readonly tickets: List<Integration>;
}

const limit = 100;

const useVerified = (kind: 'scm' | 'targets') =>
  useList('GET /integrations/{kind}', { params: { kind }, query: { verified: 'true', limit } });
const useActive = (kind: 'pipelines' | 'communications' | 'tickets') =>
  useList('GET /integrations/{kind}', { params: { kind }, query: { active: 'true', limit } });

export function useOffers(): { readonly offers: Offers; readonly isPending: boolean } {
  const offers = {
    services: useList('GET /services', { query: { isActive: 'true', limit } }),
    pilots: useList('GET /members', { query: { isActive: 'true', limit } }),
    scm: useVerified('scm'),
    targets: useVerified('targets'),
    pipelines: useActive('pipelines'),
    chats: useActive('communications'),
    tickets: useActive('tickets'),
  };
  return { offers, isPending: Object.values(offers).some((list) => list.isPending) };
}
