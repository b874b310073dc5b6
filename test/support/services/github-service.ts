// The SCM client of GitHub against a service that answers in GitHub's shapes, and those shapes.
import { createGithubClient } from '../../../functions/_adapters/github/github-client.ts';
import { integrationSamples } from '../releases/integration-samples.ts';
import { type Answers, localOutbound, startHttpService } from './http-service.ts';

export const HEAD = 'a'.repeat(40);
export const ref = (sha: string, type = 'commit') => ({ body: { object: { sha, type } } });
export const missing = { status: 404, body: { message: 'Not Found' } };
export const commit = (sha: string) => ({
  sha,
  commit: {
    message: `fix ${sha}`,
    author: { name: 'Octo Cat', date: '2026-01-01T00:00:00Z' },
    committer: { date: '2026-01-02T00:00:00Z' },
  },
  author: { login: 'octocat' },
});

export async function withGithub<R>(
  answers: Answers,
  run: (client: ReturnType<typeof createGithubClient>, service: Service) => Promise<R>,
) {
  await using service = await startHttpService(answers);
  const now = () => Date.parse('2026-03-01T12:00:00Z');
  return await run(
    createGithubClient({ ...integrationSamples(service.url).GITHUB, outbound: localOutbound, now }),
    service,
  );
}
type Service = Awaited<ReturnType<typeof startHttpService>>;
export const REPO = '/repos/acme/app';
