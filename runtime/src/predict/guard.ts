import { copied } from '../engine/join-data';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { describe, log } from '../log';
import { Breaker, type Pass } from './breaker';
import type { Fallback } from './fallback';
import type { Inquiry, Write } from './inquiry';
import type { Predictor } from './predictor';

/**
 * Stands between requests and a model that may fail: the circuit breaker, and the fallback where the model has one. The
 * fallback answers what the model failed on and what an open circuit keeps from it, and nothing else: overload and
 * deadlines must be seen by load balancers and alarms.
 */
export class Guard {
  private readonly breaker = new Breaker();

  constructor(
    private readonly predictor: Predictor,
    private readonly fallback?: Fallback,
  ) {}

  admit(): Pass {
    return this.breaker.admit();
  }

  /** Inputs as the fallback will need them: a run may move them to another thread. */
  keep(inputs: Tensors): Tensors | undefined {
    return this.fallback?.kind === 'model' ? copied(inputs) : undefined;
  }

  circuitOpen(): Fault {
    const { retryAfter } = this.breaker;
    return new Fault('CircuitOpen', 'The model fails on most requests and is not asked for a while.', {
      expected: 'a model that answers',
      got: 'a model that fails',
      retryAfter,
    });
  }

  succeeded(pass: Pass): void {
    this.breaker.succeeded(pass);
  }

  /** Calls one of the two: `reply` with the fallback's answer, or `refuse` where that is not wanted or not to be had. */
  failed<T>(
    fault: Fault,
    { pass, kept, rows }: Inquiry<T>,
    write: Write<T>,
    reply: (answer: T) => void,
    refuse: (fault: Fault) => void,
  ): void {
    if (fault.code === 'ModelFailed') {
      this.breaker.failed(pass);
    } else {
      this.breaker.leftOut(pass);
    }
    const { fallback } = this;
    const isModels = fault.code === 'ModelFailed' || fault.code === 'CircuitOpen';
    if (fallback === undefined || pass === 'past' || !isModels) {
      refuse(fault);
      return;
    }
    this.substitute(fallback, kept, rows, write).then(reply, (error: unknown) => {
      log('error', 'the fallback failed too', { code: describe(error).code });
      refuse(fault);
    });
  }

  private async substitute<T>(
    fallback: Fallback,
    inputs: Tensors | undefined,
    rows: number,
    write: Write<T>,
  ): Promise<T> {
    const run = await fallback.run(inputs ?? {}, rows);
    return write({ ...this.predictor.read(run, rows), fallback: fallback.kind });
  }
}
