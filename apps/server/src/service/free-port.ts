import { createServer, type AddressInfo } from 'node:net';

/** A port of the host nobody listens on just now; 0, for the listening itself to fail by name, where the host is none of ours. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
