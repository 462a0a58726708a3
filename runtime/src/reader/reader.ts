import type { Worker } from 'node:worker_threads';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { overloaded } from '../engine/admission';
import { Deadlines } from '../engine/deadlines';
import { buffersToMove, detached } from '../engine/messages';
import { elementsOf, lineThrough, RunCost } from '../engine/run-cost';
import { unwanted, type Waiter } from '../engine/waiting';
import { Fault } from '../errors';
import { log, logFailure } from '../log';
import type { Aside } from '../predict/aside';
import type { AnswerForm, Form, Reading } from '../predict/form';
import { LARGE } from '../predict/large';
import type { Prediction } from '../predict/prediction';
import { toFault, type Reply } from '../predict/reply';
import { startThread } from '../threads';
import { alone, bufferOf, type ReaderOrder, type ReaderResult } from './messages';

/** An order and whoever waits for it. */
interface Job {
  readonly order: ReaderOrder;
  readonly move: ArrayBuffer[];
  /** Bytes, or what takes about as long. */
  readonly size: number;
  /** Absent where it has to be done in any case. */
  readonly waiter?: Pick<Waiter, 'isGone' | 'deadline'>;
  done(result: ReaderResult): void;
  failed(fault: Fault): void;
}

/** What is young is collected sooner than by default: most of a body's values live as long as its order. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };
/** An element that is written takes about as long as so many bytes that are read. */
const BYTES_OF_ELEMENT = 8;

/** What reading takes before anything was read. */
const ASSUMED = lineThrough(LARGE.milliseconds, LARGE.textBytes);

/**
 * Reads bodies and writes answers in a thread of its own, which is started by the first. Only one order is there at a time:
 * a body that ends the thread takes no other with it, and who waits here may still leave or be told that it is too late.
 */
export class Reader implements Aside {
  private thread: Worker | undefined;
  private reads: Job[] = [];
  /** Go first: what is written frees memory. */
  private readonly writes: Job[] = [];
  private current: Job | undefined;
  private began = 0;
  private waiting = 0;
  private readonly cost = new RunCost(ASSUMED);
  private readonly deadlines = new Deadlines(() => this.dropUnwanted());
  private isClosing = false;

  constructor(
    private readonly script: string,
    private readonly manifest: ModelManifest,
    /** Except for the first to wait. */
    readonly maxWaitMilliseconds: number,
  ) {}

  read(form: Form, body: Buffer, waiter: Pick<Waiter, 'isGone' | 'deadline'>): Promise<Reading> {
    const wait = this.predictedWait();
    if (this.reads.length > 0 && wait > this.maxWaitMilliseconds) {
      return Promise.reject(overloaded(wait, this.maxWaitMilliseconds));
    }
    const own = alone(body);
    return new Promise((resolve, reject) =>
      this.add(this.reads, {
        order: { kind: 'read', form, body: own },
        move: [own.buffer],
        size: body.length,
        waiter,
        done: (result) => resolve((result as ReaderResult & { kind: 'read' }).reading),
        failed: reject,
      }),
    );
  }

  write(answer: AnswerForm, { classes, ...rest }: Prediction): Promise<Reply> {
    const outputs = detached(rest.outputs);
    const prediction = { ...rest, outputs };
    return new Promise((resolve, reject) =>
      this.add(this.writes, {
        order: { kind: 'write', answer, prediction, classes: classes && Uint32Array.from(classes) },
        move: buffersToMove(outputs),
        size: elementsOf(outputs) * BYTES_OF_ELEMENT,
        done: (result) => {
          const { reply, body } = result as ReaderResult & { kind: 'written' };
          resolve({ ...reply, body: bufferOf(body), isAscii: undefined });
        },
        failed: reject,
      }),
    );
  }

  /** What is not done by then is given up: a thread that only reads and writes may be ended at any time. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.thread?.terminate();
  }

  /** Milliseconds until the thread is free: what is left of its order, and all that waits. */
  private predictedWait(): number {
    const { current, cost, reads, writes } = this;
    const left = current === undefined ? 0 : cost.of(current.size) - (performance.now() - this.began);
    return Math.max(0, left) + cost.of(this.waiting, reads.length + writes.length);
  }

  private add(jobs: Job[], job: Job): void {
    jobs.push(job);
    this.waiting += job.size;
    this.deadlines.watch(job.waiter?.deadline);
    this.next();
  }

  private next(): void {
    while (this.current === undefined) {
      const job = this.writes.shift() ?? this.reads.shift();
      if (job === undefined) {
        return;
      }
      this.waiting -= job.size;
      const fault = this.isClosing ? readerLost() : job.waiter && unwanted(job.waiter);
      if (fault === undefined) {
        this.begin(job);
      } else {
        job.failed(fault);
      }
    }
  }

  /** Who is too late is told at that moment, whatever is read. */
  private dropUnwanted(): void {
    this.reads = this.reads.filter((job) => {
      const fault = job.waiter && unwanted(job.waiter);
      if (fault === undefined) {
        this.deadlines.watch(job.waiter?.deadline);
        return true;
      }
      this.waiting -= job.size;
      job.failed(fault);
      return false;
    });
  }

  private begin(job: Job): void {
    this.current = job;
    this.began = performance.now();
    try {
      this.thread ??= this.start();
      this.thread.postMessage(job.order, job.move);
    } catch (error) {
      this.settle(() => job.failed(toFault(error)));
    }
  }

  private start(): Worker {
    const thread = startThread(this.script, { workerData: this.manifest, resourceLimits: LIMITS });
    thread.unref();
    thread.on('message', (result: ReaderResult) => this.hear(result));
    // The 'exit' event follows and does the rest.
    thread.on('error', logFailure);
    thread.on('messageerror', () => void thread.terminate());
    thread.once('exit', () => {
      this.thread = undefined;
      if (!this.isClosing) {
        log('error', 'the thread that reads large bodies ended');
      }
      const { current } = this;
      if (current !== undefined) {
        this.settle(() => current.failed(readerLost()));
      }
    });
    return thread;
  }

  private hear(result: ReaderResult): void {
    const { current } = this;
    if (current === undefined) {
      return;
    }
    this.cost.observe(current.size, performance.now() - this.began);
    this.settle(() => {
      if (result.kind === 'refused') {
        current.failed(new Fault(result.code, result.message, result.detail));
      } else {
        current.done(result);
      }
    });
  }

  private settle(tell: () => void): void {
    this.current = undefined;
    tell();
    this.next();
  }
}

function readerLost(): Fault {
  return new Fault('ReaderLost', 'The thread that reads large bodies ended before it was done with this request.', {
    retryAfter: 1,
  });
}
