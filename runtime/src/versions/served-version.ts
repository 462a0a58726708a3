import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { Fault } from '../errors';
import { describe, log } from '../log';
import type { ModelProcess } from '../processes/model-process';
import { watch } from '../processes/watchdog';
import type { DeclaredVersion } from './declared';
import { fingerprint } from './fingerprint';
import { Waiting } from './waiting';

/** What a version needs of the server around it. */
export interface Keeper {
  start(declared: DeclaredVersion): ModelProcess;
  /** Reads the model directory again: the files of a version are not those any more that it was loaded from. */
  reload(): Promise<void>;
  /** A version cannot be kept alive. */
  giveUp(error: InferenceError): void;
}

/** A process that lived for so long did not die of its start, or of what it is always asked. */
const STEADY_MS = 60_000;
/** What is waited before a process is started in the place of the first, second, … that died early. */
const PAUSES_MS = [0, 250, 1000, 4000];
/** Of all that the platforms know, an asynchronous request on SageMaker may take longest. */
const LONGEST_REQUEST_MS = 3_600_000;

/** A version and the process that answers for it; one that dies is replaced. */
export class ServedVersion {
  private process: ModelProcess | undefined;
  private readonly waiting = new Waiting<ModelProcess | undefined>();
  private starting: ModelProcess | undefined;
  private isRetired = false;
  private earlyDeaths = 0;
  private startMilliseconds = 0;
  private readySince = 0;

  constructor(
    readonly declared: DeclaredVersion,
    private readonly keeper: Keeper,
  ) {}

  get isReady(): boolean {
    return this.process !== undefined;
  }

  countRefused(): void {
    this.process?.countRefused();
  }

  /** Seconds after which a lost process probably has a successor. */
  get secondsToRecover(): number {
    return Math.max(1, Math.ceil(this.startMilliseconds / 1000));
  }

  /** Loads the model in a new process and checks it there; rejects, with nothing left running, if it must not answer. */
  async start(): Promise<void> {
    const began = performance.now();
    const process = this.keeper.start(this.declared);
    this.starting = process;
    try {
      await process.ready;
    } catch (error) {
      await process.ended;
      throw error;
    } finally {
      this.starting = undefined;
    }
    if (this.isRetired) {
      await process.stop();
      return;
    }
    this.readySince = performance.now();
    this.startMilliseconds = this.readySince - began;
    this.process = process;
    void process.lost.then(() => this.replace(process));
    watch(process, () => {
      log('error', 'the process of a version hangs and is killed', { version: this.declared.version });
      process.kill();
    });
    this.waiting.give(process);
  }

  /** Ends a process that is loading: nobody has asked it anything yet. */
  stopLoading(): void {
    this.starting?.kill();
  }

  /** The process that may be asked: the present one, or one that is there in time. Undefined once retired. */
  take(milliseconds: number): ModelProcess | Promise<ModelProcess | undefined> | undefined {
    if (this.process !== undefined || this.isRetired) {
      return this.process;
    }
    return this.waiting.next(
      milliseconds,
      () =>
        new Fault('EngineLost', "The model's process ended, and there is no other yet.", {
          retryAfter: this.secondsToRecover,
        }),
    );
  }

  /** To be called once nobody is sent here any more. Resolves when all was answered and the memory is free. */
  async retire(): Promise<void> {
    this.isRetired = true;
    this.waiting.give(undefined);
    const { process } = this;
    // Whoever found it in this turn has asked it then.
    await nextTurn();
    const enough = new AbortController();
    const longest = setTimeout(LONGEST_REQUEST_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([process?.idle(), longest]);
    enough.abort();
    await process?.stop();
  }

  private replace(lost: ModelProcess): void {
    this.process = undefined;
    if (this.isRetired) {
      return;
    }
    log('error', 'the process of a version ended', { version: this.declared.version, pid: lost.pid });
    if (performance.now() - this.readySince >= STEADY_MS) {
      this.earlyDeaths = 0;
    }
    this.startSoon();
  }

  private startSoon(): void {
    if (this.earlyDeaths === PAUSES_MS.length) {
      const { version } = this.declared;
      this.keeper.giveUp(
        new InferenceError(
          'EngineDied',
          `version '${version}' (${this.earlyDeaths + 1} processes): must live longer than ${STEADY_MS / 1000} s each. ` +
            'See what the log says of their ends, and how much memory they have.',
        ),
      );
      return;
    }
    void setTimeout(PAUSES_MS[this.earlyDeaths++]).then(() => this.startAgain());
  }

  private async startAgain(): Promise<void> {
    while (!this.isRetired && !this.isReady) {
      try {
        const { directory, fingerprint: loaded } = this.declared;
        // Other files are another model, whatever they call themselves: it takes this one's place as a whole or not at all.
        await (fingerprint(directory) === loaded ? this.start() : this.keeper.reload());
      } catch (error) {
        const reason = describe(error).message;
        log('error', 'a version could not be started again', { version: this.declared.version, reason });
        if (!this.isRetired) {
          this.startSoon();
        }
        return;
      }
    }
  }
}
