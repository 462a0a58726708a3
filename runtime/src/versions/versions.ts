import { rmSync } from 'node:fs';
import type { InferenceError } from '@inference-constructs/core/out/errors';
import { Fault, notReady } from '../errors';
import { describe, log } from '../log';
import { availableBytes, expectedBytes } from '../processes/memory';
import { ModelProcess } from '../processes/model-process';
import { Sockets } from '../processes/sockets';
import { readDeclared, type DeclaredVersion } from './declared';
import { OneAtATime } from './one-at-a-time';
import { chooseDefault, compareVersions } from './precedence';
import { ServedVersion, type Keeper } from './served-version';
import { versionUnknown } from './wanted';

/** What answers requests at one moment; replaced as a whole. */
export interface Served {
  readonly name: string;
  readonly byVersion: ReadonlyMap<string, ServedVersion>;
  /** Answers who names no version. */
  readonly standard: ServedVersion;
}

export interface VersionsOptions {
  readonly script: string;
  readonly modelDirectory: string;
  readonly giveUp: (error: InferenceError) => void;
}

/** The versions of a model that its directory declares, each in a process of its own. */
export class Versions {
  private current: Served | undefined;
  private readonly processes = new Set<ModelProcess>();
  private readonly leaving = new Set<Promise<void>>();
  private readonly sockets = new Sockets();
  private readonly reloads = new OneAtATime(() => this.reloadNow());
  private readonly keeper: Keeper;
  /** The version that is being loaded. */
  private loading: ServedVersion | undefined;
  private isForced = false;
  private isClosing = false;
  /** Whether nothing further is loaded; what is served goes on. */
  private isStopping = false;

  constructor(private readonly options: VersionsOptions) {
    this.keeper = {
      start: (declared) => this.startProcess(declared),
      reload: () => this.reload(),
      giveUp: options.giveUp,
    };
  }

  /** Undefined until the first versions are loaded. */
  get served(): Served | undefined {
    return this.current;
  }

  /** Whether the version that answers most requests may be asked at this moment. */
  get isReady(): boolean {
    return this.current?.standard.isReady === true;
  }

  /** The versions, the highest first. */
  get list(): readonly string[] {
    return [...(this.current?.byVersion.keys() ?? [])].sort((a, b) => compareVersions(b, a));
  }

  /** Whether the model has this name, or gets it with the next reload. */
  isCalled(name: string): boolean {
    try {
      return name === this.current?.name || name === readDeclared(this.options.modelDirectory).name;
    } catch {
      return false;
    }
  }

  /** The version that is asked for; without a name, the one that answers then. */
  find(version: string | undefined): ServedVersion {
    if (this.current === undefined) {
      throw notReady(this.isClosing ? 'stopping' : 'loading');
    }
    const { standard, byVersion } = this.current;
    const found = version === undefined ? standard : byVersion.get(version);
    if (found === undefined) {
      throw versionUnknown(this.list);
    }
    return found;
  }

  /** A request for a version was refused here; one for a version that is not there counts where most requests go. */
  countRefused(version = ''): void {
    (this.current?.byVersion.get(version) ?? this.current?.standard)?.countRefused();
  }

  /**
   * Makes what is served what the directory declares, at once and as a whole. What is new or has changed is loaded, warmed
   * and checked beside what is served, which goes on where that fails; `force` takes what has not changed for changed.
   */
  reload(force = false): Promise<void> {
    this.isForced ||= force;
    return this.reloads.ask();
  }

  private async reloadNow(): Promise<void> {
    const isForced = this.isForced;
    this.isForced = false;
    const began = performance.now();
    try {
      const changes = await this.replaceServed(isForced);
      log('info', 'loaded', { ...changes, milliseconds: Math.round(performance.now() - began) });
    } catch (error) {
      if (this.current !== undefined) {
        const { code, message: reason } = describe(error);
        const version = this.loading?.declared.version;
        log('error', 'reload failed, what was served goes on', { version, code, reason });
      }
      throw this.isStopping ? notReady('stopping') : error;
    } finally {
      this.loading = undefined;
    }
  }

  private async replaceServed(isForced: boolean): Promise<Record<string, string>> {
    const before = this.current?.byVersion ?? new Map<string, ServedVersion>();
    const { name, versions } = readDeclared(this.options.modelDirectory);
    const after = new Map<string, ServedVersion>();
    const started: ServedVersion[] = [];
    try {
      // One after the other: models that are timed at once would slow each other down.
      for (const declared of versions) {
        const present = before.get(declared.version);
        const isKept = !isForced && present?.declared.fingerprint === declared.fingerprint;
        const served = isKept ? present : new ServedVersion(declared, this.keeper);
        after.set(declared.version, served);
        if (!isKept) {
          this.loading = served;
          this.checkMemory(declared);
          this.checkMayLoad();
          await served.start();
          started.push(served);
        }
      }
      this.checkOpen();
    } catch (error) {
      await Promise.all(started.map((served) => served.retire()));
      throw error;
    }
    const standard = chooseDefault([...after.keys()]);
    this.current = { name, byVersion: after, standard: after.get(standard)! };
    const old = [...before.values()].filter((served) => after.get(served.declared.version) !== served);
    old.forEach((served) => this.retire(served));
    return {
      versions: this.list.join(' '),
      default: standard,
      started: started.map(({ declared }) => declared.version).join(' '),
    };
  }

  /** Refuses what would not fit beside what is served: before that, not after something was killed. */
  private checkMemory({ directory }: DeclaredVersion): void {
    if (this.current !== undefined && expectedBytes(directory) > availableBytes()) {
      throw new Fault('MemoryShort', 'The memory does not suffice to load the model beside what is served.');
    }
  }

  private retire(served: ServedVersion): void {
    const leaving = served.retire().finally(() => this.leaving.delete(leaving));
    this.leaving.add(leaving);
  }

  private checkOpen(): void {
    if (this.isClosing) {
      throw notReady('stopping');
    }
  }

  private checkMayLoad(): void {
    if (this.isStopping) {
      throw notReady('stopping');
    }
  }

  private startProcess({ version, directory }: DeclaredVersion): ModelProcess {
    this.checkOpen();
    const socket = this.sockets.next();
    const process = new ModelProcess({
      script: this.options.script,
      modelDirectory: directory,
      socket,
      name: version,
    });
    this.processes.add(process);
    void process.ended.then(() => {
      this.processes.delete(process);
      rmSync(socket, { force: true });
    });
    return process;
  }

  /** Gives up what is being loaded, which may take minutes, so that the end waits for requests only. */
  stopLoading(): void {
    this.isStopping = true;
    this.loading?.stopLoading();
  }

  /** Resolves when no process is left. */
  async close(): Promise<void> {
    this.isClosing = true;
    const served = [...(this.current?.byVersion.values() ?? [])];
    this.current = undefined;
    await Promise.all(served.map((one) => one.retire()));
    // Also what is being loaded.
    await Promise.all([...this.processes].map((process) => process.stop()));
    await Promise.all(this.leaving);
    this.sockets.remove();
  }

  /** The last moment: what they still owe is lost. */
  kill(): void {
    this.processes.forEach((process) => process.kill());
  }
}
