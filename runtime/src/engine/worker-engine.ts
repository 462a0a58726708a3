import type { Worker } from 'node:worker_threads';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { Fault } from '../errors';
import { logFailure } from '../log';
import type { Engine, Run, Tensors } from './engine';
import { buffersToMove, detached, type Order, type Result, type Start } from './messages';
import { modelFailed } from './model-failed';
import type { SessionOptions } from './session';
import { startThread } from '../threads';

interface Waiting {
  readonly resolve: (run: Run) => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * Runs the model in a worker thread, so that a long run never holds the thread that answers `/ping`. The thread is only
 * ever asked to end: terminating it inside a run aborts the whole process.
 */
export class WorkerEngine implements Engine {
  /** `script` runs in the thread; `onDeath` is called once if the thread ends without being asked to. */
  static start(script: string, options: SessionOptions, onDeath: () => void): Promise<WorkerEngine> {
    const worker = startThread(script, { workerData: options });
    return new Promise((resolve, reject) => {
      const dead = (reason: unknown): void => {
        const why = reason instanceof Error ? ` (${reason.message.split('\n')[0]})` : '';
        reject(new InferenceError('EngineDied', `The engine thread ended while loading${why}.`));
      };
      worker.once('message', (start: Start) => {
        worker.off('error', dead).off('exit', dead);
        if (start.kind === 'unstartable') {
          worker.once('exit', () => reject(new InferenceError(start.code, start.message)));
        } else {
          resolve(new WorkerEngine(worker, onDeath));
        }
      });
      worker.once('error', dead).once('exit', dead);
    });
  }

  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private unsent: Order[] = [];
  private unsentBuffers: ArrayBuffer[] = [];
  private lastId = 0;
  private isClosing = false;
  private hasEnded = false;

  private constructor(
    private readonly worker: Worker,
    onDeath: () => void,
  ) {
    worker.on('message', (results: Result[]) => results.forEach((result) => this.settle(result)));
    worker.on('messageerror', () => this.failAll());
    // The 'exit' event follows and does the rest.
    worker.on('error', logFailure);
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.hasEnded = true;
        this.failAll();
        resolve();
        if (!this.isClosing) {
          onDeath();
        }
      });
    });
  }

  run(feeds: Tensors): Promise<Run> {
    if (this.hasEnded || this.isClosing) {
      return Promise.reject(engineStopped());
    }
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.waiting.set(id, { resolve, reject });
      const own = detached(feeds);
      this.send({ kind: 'run', id, feeds: own }, buffersToMove(own));
    });
  }

  /** The order to close stands behind all runs that were asked for before. */
  async close(): Promise<void> {
    if (!this.isClosing && !this.hasEnded) {
      this.isClosing = true;
      this.send({ kind: 'close' });
    }
    await this.ended;
  }

  /** What is ordered in one turn of the event loop goes out together at its end. */
  private send(order: Order, move: ArrayBuffer[] = []): void {
    if (this.unsent.length === 0) {
      setImmediate(() => this.flush());
    }
    this.unsent.push(order);
    this.unsentBuffers.push(...move);
  }

  private flush(): void {
    const { unsent, unsentBuffers } = this;
    this.unsent = [];
    this.unsentBuffers = [];
    try {
      this.worker.postMessage(unsent, unsentBuffers);
    } catch (error) {
      logFailure(error);
      this.failAll();
    }
  }

  private settle(result: Result): void {
    const waiting = this.waiting.get(result.id);
    this.waiting.delete(result.id);
    if (result.kind === 'done') {
      waiting?.resolve(result.run);
    } else {
      waiting?.reject(modelFailed(result.message));
    }
  }

  private failAll(): void {
    for (const { reject } of this.waiting.values()) {
      reject(engineStopped());
    }
    this.waiting.clear();
  }
}

function engineStopped(): Fault {
  return new Fault('EngineLost', 'The engine stopped before it answered this request.');
}
