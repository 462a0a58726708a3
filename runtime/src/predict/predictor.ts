import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Engine, Run, Tensors } from '../engine/engine';
import { Queue, type Waiter } from '../engine/queue';
import { classify } from './classes';
import type { Prediction } from './prediction';

/** Inputs to prediction; every door ends here. */
export class Predictor {
  private readonly queue: Queue;
  /** The input whose first dimension is the size of the batch; absent where none varies. */
  private readonly batched: string | undefined;

  constructor(
    readonly manifest: ModelManifest,
    engine: Engine,
  ) {
    this.queue = Queue.before(engine);
    this.batched = manifest.signature.inputs.find(({ shape }) => typeof shape[0] === 'string')?.name;
  }

  async predict(inputs: Tensors): Promise<Prediction> {
    return this.read(await this.queue.run(inputs), this.countRows(inputs));
  }

  /** The way without promises: `read` makes a prediction of what the waiter is given. */
  submit(inputs: Tensors, waiter: Waiter): void {
    this.queue.submit(inputs, waiter);
  }

  read({ outputs, milliseconds }: Run, rows: number): Prediction {
    const { classes } = this.manifest;
    return { outputs, rows, classes: classes && classify(outputs[classes.output], classes), milliseconds };
  }

  /** The size of the batch: the first dimension, where it varies from request to request. */
  countRows(inputs: Tensors): number {
    return this.batched === undefined ? 1 : inputs[this.batched].dims[0];
  }
}
