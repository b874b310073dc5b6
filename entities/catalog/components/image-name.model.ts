// The name of an image within its registry. Pure.

/** ghcr.io/acme/web is acme/web in its registry; busybox is library/busybox at Docker Hub. */
export function imagePathOf(imageRepository: string): string {
  const [first = '', ...rest] = imageRepository.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = isHost ? rest.join('/') : imageRepository;
  const isHub = !isHost || first === 'docker.io' || first === 'index.docker.io';
  return isHub && !path.includes('/') ? `library/${path}` : path;
}
