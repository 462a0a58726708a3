import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { Engine, Run, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Predictor } from '@inference-constructs/runtime/predict/predictor';
import type { Prediction } from '@inference-constructs/runtime/predict/prediction';
import { Service, type Observer } from '@inference-constructs/runtime/predict/service';

export const TWO_FEATURES: ModelManifest = {
  name: 'fake',
  version: '1.0.0',
  signature: {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2], features: ['height', 'width'] }],
    outputs: [{ name: 'score', type: 'float32', shape: ['batch', 2] }],
  },
  classes: { output: 'score', names: ['small', 'large'] },
};

/** Answers with its input; `hold` makes it wait first. */
export class EchoEngine implements Engine {
  hold: Promise<void> = Promise.resolve();
  runs = 0;

  async run({ x }: Tensors): Promise<Run> {
    this.runs++;
    await this.hold;
    return { outputs: { score: x }, milliseconds: 1.5 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export class Recorder implements Observer {
  readonly predictions: Prediction[] = [];
  refusals = 0;
  fallbacks = 0;

  answered(prediction: Prediction): void {
    this.predictions.push(prediction);
  }

  fellBack(): void {
    this.fallbacks++;
  }

  refused(): void {
    this.refusals++;
  }
}

export function echoService(observer: Observer = new Recorder(), engine: Engine = new EchoEngine()): Service {
  return new Service(new Predictor(TWO_FEATURES, engine), observer);
}
