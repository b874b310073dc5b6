// Every component has a digest, as only digests are deployed: a tag may move between the approval and the deployment.
import { failed, type Gate, passed } from './gate.ts';

export const digestsGate: Gate = ({ release: { components } }) => {
  if (components.length === 0) return failed('digests.no_components', 'The release has no components.');
  const open = components.filter(({ digest }) => digest === null).map(({ name }) => name);
  return open.length === 0
    ? passed('digests.fixed', 'Every component has a digest.')
    : failed('digests.missing', `No digest is known of ${open.join(', ')}.`, { components: open });
};
