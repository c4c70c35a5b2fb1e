/** The machine that runs Docker, as containers call it. */
export const DOCKER_HOST_NAME = 'host.docker.internal';

/**
 * A webhook as a container reaches it: an address of this machine's loopback would be the container itself, so it
 * becomes the machine's name among containers. Whatever else it is stays as it is.
 */
export function webhookFromContainers(webhook: string): string {
  const url = new URL(webhook);
  if (!isLoopback(url.hostname)) return webhook;
  url.hostname = DOCKER_HOST_NAME;
  return url.href;
}

export const isOnHost = (webhook: string): boolean => new URL(webhook).hostname === DOCKER_HOST_NAME;

// --- internal ---

/** URL writes an IPv4 address in full, however it was given; a name may end with the dot of the root. */
function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name.startsWith('127.') ||
    name.startsWith('[::ffff:7f') ||
    ['[::1]', '0.0.0.0', '[::]', '[::ffff:0:0]'].includes(name)
  );
}
