// Holds of automatic promotions of `payment-api` in two environments, after rollbacks there.
import { type TestStack, until } from '../../support/stack.ts';

const PATIENCE_MS = 150_000;

/** `environments` are two that have a place in the order of promotion; `deployment` is one to the first, which is rolled back. */
export async function inHolds(api: ReturnType<TestStack['as']>, deployment: string, environments: readonly string[]) {
  const [, other = ''] = environments;
  const of = { service: 'payment-api', environment: other, version: '5.0.0' };
  const { id: another } = await api.must('POST /deployments', { body: of });
  for (const [index, rollbackOf] of [deployment, another].entries()) {
    const environment = environments[index] ?? '';
    await api.must('PATCH /environments/{environment}', { params: { environment }, body: { autoPromote: true } });
    await api.must('POST /deployments', { body: { ...of, environment, version: '4.0.0', rollbackOf } });
  }
  await until(
    () => api.must('GET /promotion-holds'),
    ({ items }) => items.length === environments.length,
    PATIENCE_MS,
  );
}
