import { BroadcastChannel } from 'node:worker_threads';

/** Says to every thread of this process which country's log grew. */
const channelName = (directory: string): string => `cordillera.event-log:${directory}`;

export class NewsSender {
  readonly #channel: BroadcastChannel;

  constructor(directory: string) {
    this.#channel = new BroadcastChannel(channelName(directory));
    this.#channel.unref();
  }

  committed(tenant: string): void {
    this.#channel.postMessage(tenant);
  }

  close(): void {
    this.#channel.close();
  }
}

/** @returns how to stop listening */
export const listenForNews = (directory: string, heard: (tenant: string) => void): (() => void) => {
  const channel = new BroadcastChannel(channelName(directory));
  channel.unref();
  channel.onmessage = (message: unknown) => heard((message as { data: string }).data);
  return () => channel.close();
};
