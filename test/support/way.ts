import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a MongoDB that can be closed and opened again, as a server goes away and comes back. */
export class Way {
  #server: Server | undefined;
  readonly #open = new Set<Socket>();

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly to: { readonly host: string; readonly port: number },
  ) {}

  static async to(url: string): Promise<Way> {
    const [, before = '', host = '', port = '27017', after = ''] =
      /^(\w+:\/\/(?:[^@/]*@)?)([^:/,]+)(?::(\d+))?(?:,[^/]*)?(\/.*)$/.exec(url) ?? [];
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const own = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    const settings = `${after}${after.includes('?') ? '&' : '?'}directConnection=true`;
    const way = new Way(`${before}127.0.0.1:${own}${settings}`, own, { host, port: Number(port) });
    await way.open();
    return way;
  }

  async open(): Promise<void> {
    this.#server = createServer((near) => {
      const far = connect(this.to);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => this.#server?.listen(this.port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
    await closed;
  }
}
