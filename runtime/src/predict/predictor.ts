import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Engine, Tensors } from '../engine/engine';
import { classify } from './classes';
import type { Prediction } from './prediction';

/** Inputs to prediction; every door ends here. */
export class Predictor {
  constructor(
    readonly manifest: ModelManifest,
    private readonly engine: Engine,
  ) {}

  async predict(inputs: Tensors): Promise<Prediction> {
    const rows = this.countRows(inputs);
    const { outputs, milliseconds } = await this.engine.run(inputs);
    const { classes } = this.manifest;
    return {
      outputs,
      rows,
      classes: classes && classify(outputs[classes.output], classes),
      milliseconds,
    };
  }

  /** The size of the batch: the first dimension, where it varies from request to request. */
  private countRows(inputs: Tensors): number {
    const batched = this.manifest.signature.inputs.find(({ shape }) => typeof shape[0] === 'string');
    return batched === undefined ? 1 : inputs[batched.name].dims[0];
  }
}
