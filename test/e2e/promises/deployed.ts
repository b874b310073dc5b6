// Deployments of two services in two environments, one of a release, with metrics and stages; then promotions of it.
import type { Input } from '../../../functions/client.ts';
import type { TestStack } from '../../support/stack.ts';
import { inHolds } from './held.ts';
import { inPromotions } from './promoted.ts';

type Report = Input<'POST /deployments'>['body'];

/** `at` is the time before which some of them began; `environments` are two. */
export async function inDeployments(
  api: ReturnType<TestStack['as']>,
  release: string,
  environments: readonly string[],
  at: string,
) {
  const { releaseKey } = await api.must('GET /releases/{release}', { params: { release } });
  const [environment = '', other = ''] = environments;
  const made: string[] = [];
  for (const over of [
    // It is ended once agents have had its tasks.
    { environment, release: releaseKey, status: 'IN_PROGRESS', startedAt: at },
    { environment: other, version: '6.0.0', status: 'FAILED', startedAt: at },
    { environment: other, version: '6.0.0' },
    { environment, service: 'auth-service', version: '2.0.0', status: 'IN_PROGRESS' },
    { environment, service: 'auth-service', version: '1.0.0' },
    { environment, release: releaseKey },
  ]) {
    const { id } = await api.must('POST /deployments', { body: { service: 'payment-api', ...over } as Report });
    const metrics = ['error_rate', 'latency'].map((name) => ({ name, value: 1 }));
    await api.must('POST /deployments/{deployment}/metrics', { params: { deployment: id }, body: { metrics } });
    made.push(id);
  }
  const [deployment = '', another = ''] = made;
  const promotions = await inPromotions(api, release, environments);
  await inHolds(api, made[5] ?? '', environments);
  return {
    things: { deployment, stage: 'deploy', other, ...promotions.things },
    others: { deployment: another, other: environment, ...promotions.others },
  };
}
