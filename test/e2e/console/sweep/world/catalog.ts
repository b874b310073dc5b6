// A repository, a service and a component of it, and a runbook.
import { type Making, rewrite } from './making.ts';

export async function makeCatalog({
  stack,
  admin,
  words,
  shown,
}: Making): Promise<{ readonly service: string; readonly componentId: string }> {
  const repository = {
    'name of a repository': words('acme/shop', 200),
    'address of a repository': words('https://git.example/acme/shop', 200),
  };
  const { id: repositoryId } = await admin.must('POST /repositories', {
    body: {
      provider: 'gitlab',
      externalId: 'acme/shop',
      name: repository['name of a repository'],
      url: 'https://git.example/acme/shop',
    },
  });
  await rewrite(stack.operator, ({ url }) => url?.S === 'https://git.example/acme/shop', {
    url: repository['address of a repository'],
  });
  shown('repositories', { 'name of a repository': repository['name of a repository'] });
  shown(`repositories/${repositoryId}`, repository);

  const service = {
    'name of a service': words('Shop', 100),
    'description of a service': words('Sells everything that we make.', 300),
  };
  const { slug, id: serviceId } = await admin.must('POST /services', {
    body: {
      slug: 'shop',
      name: service['name of a service'],
      description: service['description of a service'],
      repositories: [repositoryId],
    },
  });
  shown('services', { 'name of a service': service['name of a service'] });
  shown(`services/${slug}`, { ...service, 'name of a repository': repository['name of a repository'] });

  const component = { 'name of a component for people': words('Web shop', 100) };
  const { id: componentId } = await admin.must('POST /components', {
    body: {
      name: 'shop-web',
      displayName: component['name of a component for people'],
      imageRepository: 'ghcr.io/acme/shop',
      serviceId,
    },
  });
  const params = { component: componentId };
  await admin.must('PUT /components/{component}/versions/{tag}', {
    params: { ...params, tag: 'v1.2.0' },
    body: { digest: `sha256:${'a'.repeat(64)}` },
  });
  shown('components', component);
  shown(`components/${componentId}`, component);

  const runbook = {
    'title of a runbook': words('Mend the shop', 120),
    'text of a runbook': words('Turn it off and on again.', 300),
  };
  const { id: runbookId } = await admin.must('POST /runbooks', {
    body: {
      title: runbook['title of a runbook'],
      content: `# Steps\n\n\`\`\`\n${runbook['text of a runbook']}\n\`\`\``,
      service: slug,
      tags: ['shop'],
    },
  });
  shown('runbooks', { 'title of a runbook': runbook['title of a runbook'] });
  shown(`runbooks/${runbookId}`, runbook);
  return { service: slug, componentId };
}
