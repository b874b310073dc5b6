// The services of the sample tenant, each with a repository and a component, and the runbooks about them.
import type { Client, Input } from '../../../functions/client.ts';
import { ensureAll, type IdsByName } from './ensure.ts';
import type { SamplePeople } from './sample-people.ts';

const SERVICES = {
  'auth-service': { owner: 'dan', team: 'platform', description: 'Signs people in and issues their tokens.' },
  'payment-api': { owner: 'dev', team: 'backend', description: 'Takes payments and pays them out.' },
  'user-dashboard': { owner: 'dora', team: 'frontend', description: 'Shows people their account.' },
  'api-gateway': { owner: 'dan', team: 'platform', description: 'Routes and limits the requests of all clients.' },
  'notification-service': { owner: 'dev', team: 'backend', description: 'Sends mails and pushes.' },
} as const;
export type SampleService = keyof typeof SERVICES;
const SLUGS = Object.keys(SERVICES) as SampleService[];

const RUNBOOKS: readonly Input<'POST /runbooks'>['body'][] = [
  {
    title: 'Deployment guide',
    service: 'payment-api',
    environment: 'production',
    tags: ['deployment', 'guide'],
    content: [
      '# Deployment guide',
      '1. Check that all builds of the release are green and its regression is signed off.',
      '2. Tell #backend, and watch the error rate while the rollout goes from 10 to 100 percent.',
      '3. Halt the rollout when the error rate doubles, and follow the rollback procedure.',
    ].join('\n\n'),
  },
  {
    title: 'Rollback procedure',
    service: 'payment-api',
    environment: 'production',
    tags: ['rollback'],
    content: [
      '# Rollback procedure',
      '1. Halt the rollout; withdraw the submissions that are still in review.',
      '2. Cut a hotfix from the tag of the last good release.',
      '3. Write down when it began, who was affected, and what was tried.',
    ].join('\n\n'),
  },
  {
    title: 'Incident response',
    tags: ['incident', 'on-call'],
    content: [
      '# Incident response',
      '1. Name one person who leads. They decide; the others report to them.',
      '2. Stop the harm first, by a rollback if that is the fastest way. Look for the cause later.',
      '3. Tell the people who use it within 30 minutes, and again when it is over.',
    ].join('\n\n'),
  },
];

async function ensureRepositories(api: Client): Promise<IdsByName> {
  const { items: known } = await api.must('GET /repositories', { query: { limit: 100 } });
  return ensureAll({
    names: SLUGS.map((slug) => `acme/${slug}`),
    known,
    nameOf: ({ name }) => name,
    create: (name) => {
      const externalId = String(1000 + SLUGS.findIndex((slug) => name.endsWith(slug)));
      const body = { provider: 'github', externalId, name, url: `https://github.com/${name}` } as const;
      return api.must('POST /repositories', { body });
    },
  });
}

async function ensureServices(api: Client, { users, teams }: SamplePeople, repositories: IdsByName) {
  const { items: known } = await api.must('GET /services', { query: { limit: 100 } });
  return ensureAll({
    names: SLUGS,
    known,
    nameOf: ({ slug }) => slug,
    create: (slug) => {
      const { owner, team, description } = SERVICES[slug as SampleService];
      const repository = repositories[`acme/${slug}`];
      const ids = { ownerId: users[owner], teamId: teams[team], repositories: repository ? [repository] : [] };
      return api.must('POST /services', { body: { slug, description, slackChannel: `#${team}`, ...ids } });
    },
  });
}

async function ensureComponents(api: Client, services: IdsByName): Promise<IdsByName> {
  const { items: known } = await api.must('GET /components', { query: { limit: 100 } });
  return ensureAll({
    names: SLUGS,
    known,
    nameOf: ({ name }) => name,
    create: (name) => {
      const body = { name, imageRepository: `ghcr.io/acme/${name}`, serviceId: services[name] };
      return api.must('POST /components', { body });
    },
  });
}

export async function ensureCatalog(api: Client, people: SamplePeople): Promise<void> {
  const services = await ensureServices(api, people, await ensureRepositories(api));
  await ensureComponents(api, services);
}

export async function ensureRunbooks(api: Client): Promise<void> {
  const { items: known } = await api.must('GET /runbooks', { query: { limit: 100 } });
  await ensureAll({
    names: RUNBOOKS.map(({ title }) => title),
    known,
    nameOf: ({ title }) => title,
    create: (title) => {
      const body = RUNBOOKS.find((runbook) => runbook.title === title);
      if (!body) throw new Error(`no sample runbook is called ${title}`);
      return api.must('POST /runbooks', { body });
    },
  });
}
