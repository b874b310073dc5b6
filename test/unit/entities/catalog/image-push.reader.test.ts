// Reports of registries about images, each in its own form: the image and its tags, and nothing for anything but a push.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { imagePathOf } from '../../../../entities/catalog/components/image-name.model.ts';
import { registryPush } from '../../../../entities/catalog/components/image-push.reader.ts';

const dockerHub = (tag: string) => ({
  callback_url: 'https://hub.docker.example/u/acme/web/hook/2141b5bi5i5b02bec211i4eeih0242eg11000a/',
  push_data: { pushed_at: 1_417_566_161, pusher: 'ada', tag },
  repository: { name: 'web', namespace: 'acme', repo_name: 'acme/web', status: 'Active' },
});
const harbor = (type: string, resources: object[]) => ({
  type,
  occur_at: 1_586_922_308,
  operator: 'admin',
  event_data: { resources, repository: { name: 'web', namespace: 'acme', repo_full_name: 'acme/web' } },
});
const githubPackage = (over: object = {}) => ({
  name: 'web',
  namespace: 'acme',
  package_type: 'CONTAINER',
  package_version: { version: `sha256:${'b'.repeat(64)}`, container_metadata: { tag: { name: '1.0.0', digest: 'x' } } },
  ...over,
});
const ecr = (over: object = {}) => ({
  version: '0',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  detail: {
    result: 'SUCCESS',
    'repository-name': 'acme/web',
    'image-digest': `sha256:${'c'.repeat(64)}`,
    'action-type': 'PUSH',
    'image-tag': '1.0.0',
    ...over,
  },
});

describe('a push', () => {
  it.each<[string, object, object | undefined]>([
    ['of Docker Hub', dockerHub('1.0.0'), { image: 'acme/web', tags: ['1.0.0'] }],
    [
      'of GitHub, by package',
      { action: 'published', package: githubPackage() },
      { image: 'acme/web', tags: ['1.0.0'] },
    ],
    [
      'of GitHub, by registry_package',
      { action: 'updated', registry_package: githubPackage({ namespace: null, owner: { login: 'Acme' } }) },
      { image: 'acme/web', tags: ['1.0.0'] },
    ],
    [
      'of GitHub, with an empty namespace',
      { action: 'published', package: githubPackage({ namespace: '', owner: { login: 'acme' } }) },
      { image: 'acme/web', tags: ['1.0.0'] },
    ],
    [
      'of Harbor',
      harbor('PUSH_ARTIFACT', [
        { digest: 'x', tag: '1.0.0' },
        { digest: 'x', tag: 'latest' },
      ]),
      { image: 'acme/web', tags: ['1.0.0', 'latest'] },
    ],
    [
      'of Harbor, as a CloudEvent',
      { type: 'harbor.artifact.pushed', data: harbor('', [{ tag: '1.0.0' }]).event_data },
      { image: 'acme/web', tags: ['1.0.0'] },
    ],
    ['of ECR', ecr(), { image: 'acme/web', tags: ['1.0.0'] }],
    ['of ECR that failed', ecr({ result: 'FAILURE' }), undefined],
    ['of ECR without a tag', ecr({ 'image-tag': undefined }), undefined],
    ['that is a deletion at ECR', ecr({ 'action-type': 'DELETE' }), undefined],
    ['that is a pull at Harbor', harbor('PULL_ARTIFACT', [{ tag: '1.0.0' }]), undefined],
    ['of another kind of package', { action: 'published', package: githubPackage({ package_type: 'npm' }) }, undefined],
    ['of what is no tag', dockerHub('sha256:abc'), undefined],
  ])('%s', (_, payload, expected) => {
    expect(registryPush.read(payload)).toEqual(expected);
  });

  it.each([[{}], [{ push_data: {} }], [{ action: 'published' }], [{ type: 'PUSH_ARTIFACT', event_data: {} }]])(
    'cannot be read from %j',
    (payload) => {
      expect(() => registryPush.read(payload)).toThrow();
    },
  );

  it('is read of every example of GitHub about packages, or is none', () => {
    interface Event {
      readonly name: string;
      readonly examples: readonly unknown[];
    }
    const events = createRequire(import.meta.url)('@octokit/webhooks-examples/api.github.com/index.json') as Event[];
    const examples = events.filter(({ name }) => /^(?:registry_)?package$/.test(name)).flatMap((one) => one.examples);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(() => registryPush.read(example)).not.toThrow();
  });
});

describe('the name of an image in its registry', () => {
  it.each([
    ['ghcr.io/acme/web', 'acme/web'],
    ['localhost:5000/acme/web', 'acme/web'],
    ['localhost/web', 'web'],
    ['acme/web', 'acme/web'],
    ['busybox', 'library/busybox'],
    ['docker.io/busybox', 'library/busybox'],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/web', 'acme/web'],
    ['ghcr.io/web', 'web'],
  ])('of %s is %s', (imageRepository, path) => {
    expect(imagePathOf(imageRepository)).toBe(path);
  });
});
