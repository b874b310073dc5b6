// Promotions of a release to two environments. It has no components, so that a gate rejects each as soon as it is looked at.
import { type TestStack, until } from '../../support/stack.ts';

const PATIENCE_MS = 150_000;

/** `environments` are two that have a place in the order of promotion. `promoted` is a time between the promotions. */
export async function inPromotions(api: ReturnType<TestStack['as']>, release: string, environments: readonly string[]) {
  const made: string[] = [];
  let promoted = '';
  for (const environment of [...environments, ...environments]) {
    if (made.length === environments.length) promoted = new Date().toISOString();
    const { id } = await api.must('POST /promotions', { body: { release, environment } });
    const shown = () => api.must('GET /promotions/{promotion}', { params: { promotion: id } });
    await until(shown, ({ status }) => status === 'REJECTED', PATIENCE_MS);
    made.push(id);
  }
  const [promotion = '', another = ''] = made;
  return { things: { promotion, promoted }, others: { promotion: another } };
}
