import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { describe } from '../log';
import { buffersToMove, giveBackAll, type Order, type Result, type Start } from './messages';
import { inWorkerThread } from './onnxruntime';
import { Session, type SessionOptions } from './session';
import { yieldToOthers } from './yield-to-others';

/** What the thread does: owns the session and runs orders one after the other. */
async function run(port: MessagePort): Promise<void> {
  const tell = (start: Start): void => port.postMessage(start);
  try {
    inWorkerThread();
    yieldToOthers();
    const session = await Session.open(workerData as SessionOptions);
    takeOrders(session, port);
    tell({ kind: 'started' });
  } catch (error) {
    tell({ kind: 'unstartable', ...describe(error) });
    port.close();
  }
}

function takeOrders(session: Session, port: MessagePort): void {
  const waiting: Order[] = [];
  const outbox = new Outbox(port);
  let isWorking = false;
  const work = async (): Promise<void> => {
    isWorking = true;
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      if (order.kind === 'close') {
        outbox.flush();
        await session.release();
        port.close();
        return;
      }
      try {
        outbox.add({ kind: 'done', id: order.id, run: await session.run(order.feeds) });
      } catch (error) {
        outbox.add({ kind: 'failed', id: order.id, message: error instanceof Error ? error.message : '' });
      }
      giveBackAll(order.feeds);
    }
    outbox.flush();
    isWorking = false;
  };
  port.on('message', (orders: Order[]) => {
    for (const order of orders) {
      waiting.push(order);
    }
    if (!isWorking) {
      void work();
    }
  });
}

/** Results of quick runs go back together; none waits longer than this for the next. */
const LONGEST_WAIT_MS = 0.5;

class Outbox {
  private results: Result[] = [];
  private oldest = 0;

  constructor(private readonly port: MessagePort) {}

  add(result: Result): void {
    const now = performance.now();
    if (this.results.length === 0) {
      this.oldest = now;
    }
    this.results.push(result);
    const took = result.kind === 'done' ? result.run.milliseconds : 0;
    // The next run is expected to take as long as this one.
    if (now - this.oldest + took > LONGEST_WAIT_MS) {
      this.flush();
    }
  }

  flush(): void {
    if (this.results.length > 0) {
      const buffers = this.results.flatMap((result) =>
        result.kind === 'done' ? buffersToMove(result.run.outputs) : [],
      );
      this.port.postMessage(this.results, buffers);
      this.results = [];
    }
  }
}

if (parentPort !== null) {
  void run(parentPort);
}
