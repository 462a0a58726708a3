import { Fault } from '../errors';
import { log } from '../log';
import { availableBytes, expectedBytes } from '../processes/memory';
import { ModelProcess } from '../processes/model-process';
import { Sockets } from '../processes/sockets';
import { watch, type WatchTimes } from '../processes/watchdog';

interface Entry {
  readonly name: string;
  readonly url: string;
  readonly process: ModelProcess;
  readonly expectedBytes: number;
  isReady: boolean;
  /** Set once it was asked to end. */
  stopping?: Promise<void>;
}

export interface LoadedModel {
  readonly name: string;
  readonly url: string;
  readonly process: ModelProcess;
}

/** The models of a multi-model server, each in its own process. */
export class Models {
  private readonly entries = new Map<string, Entry>();
  private readonly sockets = new Sockets();

  constructor(
    private readonly script: string,
    private readonly watchTimes?: WatchTimes,
  ) {}

  async load(name: string, url: string): Promise<void> {
    await this.entries.get(name)?.stopping;
    if (this.entries.has(name)) {
      throw new Fault('ModelLoaded', 'The model is loaded already.', { field: 'model_name' });
    }
    const bytes = this.reserve(url);
    const socket = this.sockets.next();
    const process = new ModelProcess({ script: this.script, modelDirectory: url, socket, name });
    const entry: Entry = { name, url, process, expectedBytes: bytes, isReady: false };
    this.entries.set(name, entry);
    void process.ended.then(() => {
      this.entries.delete(name);
      log(entry.stopping === undefined ? 'error' : 'info', 'the process of a model ended');
    });
    try {
      await process.ready;
      entry.isReady = true;
      const hung = (): void => {
        log('error', 'the process of a model hangs and is killed', { pid: process.pid });
        process.kill();
      };
      watch(process, hung, this.watchTimes);
    } catch (error) {
      await process.ended;
      throw error;
    }
  }

  /** Refuses what would not fit beside what is being loaded: before that, not after something was killed. */
  private reserve(url: string): number {
    const bytes = expectedBytes(url);
    let reserved = 0;
    for (const entry of this.entries.values()) {
      reserved += entry.isReady ? 0 : entry.expectedBytes;
    }
    if (bytes + reserved > availableBytes()) {
      throw new Fault('MemoryShort', 'The memory does not suffice to load the model.');
    }
    return bytes;
  }

  /** A model that may answer. */
  get(name: string): LoadedModel {
    const entry = this.entries.get(name);
    if (entry === undefined || !entry.isReady || entry.stopping !== undefined) {
      throw new Fault('ModelUnknown', 'There is no such model here.', {
        field: 'model_name',
        expected: 'a loaded model',
        got: 'another model',
      });
    }
    return entry;
  }

  /** Models that may answer, by name, and whether more follow. */
  list(after: string, most: number): { readonly models: readonly LoadedModel[]; readonly hasMore: boolean } {
    const models = [...this.entries.values()]
      .filter(({ name, isReady, stopping }) => isReady && stopping === undefined && name > after)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { models: models.slice(0, most), hasMore: models.length > most };
  }

  /** Resolves when the model's memory is free. */
  async unload(name: string): Promise<void> {
    const entry = this.entries.get(name);
    if (entry !== undefined && !entry.isReady) {
      await entry.process.ready.catch(() => undefined);
    }
    const stopping = this.entries.get(name)?.stopping;
    if (stopping === undefined) {
      this.get(name);
    }
    await (stopping ?? this.stop(this.entries.get(name)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.entries.values()].map((entry) => this.stop(entry)));
    this.sockets.remove();
  }

  /** The last moment: what they still owe is lost. */
  kill(): void {
    this.entries.forEach((entry) => entry.process.kill());
  }

  private async stop(entry: Entry | undefined): Promise<void> {
    if (entry !== undefined) {
      entry.stopping ??= entry.process.stop();
      await entry.stopping;
    }
  }
}
