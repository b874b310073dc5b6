// The places of the demo: a component with its images in a registry, and two environments with hosts, one target each. Production asks
// two people, who did not ask for the promotion themselves.
import { POLL_MS, pause, type Scene } from '../scene.ts';

const COMPONENT = 'payments-backend';
const IMAGE = `acme/${COMPONENT}`;

export const HOSTS = {
  staging: ['staging-1'],
  production: ['production-1', 'production-2', 'production-3'],
} as const;
export type Place = keyof typeof HOSTS;

const ENVIRONMENTS = {
  staging: { tier: 'STAGING', order: 10 },
  production: { tier: 'PRODUCTION', order: 20, requiredApprovals: 2, requireSod: true },
} as const;

/** CI pushes an image for each version; answers the component, once Windlass has read its tags. */
export async function publishImages(
  { developer, cast, outside, patienceMs }: Scene,
  versions: readonly string[],
): Promise<string> {
  const tags = Object.fromEntries(versions.map((version) => [version, `${COMPONENT} ${version}`]));
  await outside('registry', 'PUT', `/_images/${IMAGE}`, { tags });
  const imageRepository = `images.acme.example/${IMAGE}`;
  const body = { name: COMPONENT, imageRepository, registryIntegrationId: cast.OCI_REGISTRY.id };
  const { id: component } = await developer.must('POST /components', { body });
  const params = { component };
  await developer.must('POST /components/{component}/refresh', { params });
  for (const deadline = Date.now() + patienceMs; ; await pause(POLL_MS)) {
    const { items } = await developer.must('GET /components/{component}/versions', { params });
    if (items.length === versions.length) return component;
    if (Date.now() > deadline) throw new Error(`${COMPONENT} has ${items.length} of ${versions.length} versions`);
  }
}

/** Creates the environments with their targets. */
export async function openPlaces({ lead }: Scene, componentId: string): Promise<void> {
  const open = async (name: Place) => {
    const { id: environmentId } = await lead.must('POST /environments', { body: { name, ...ENVIRONMENTS[name] } });
    await Promise.all(
      HOSTS[name].map((host) =>
        lead.must('POST /targets', { body: { environmentId, name: host, type: 'SHELL', componentId } }),
      ),
    );
  };
  await Promise.all([open('staging'), open('production')]);
}
