import type { Engine, Run, Tensors } from './engine';
import { modelFailed } from './model-failed';
import { Session, type SessionOptions } from './session';

/** Runs the model in the calling thread: for models so quick that going to another thread would cost more. */
export class InProcessEngine implements Engine {
  static async start(options: SessionOptions): Promise<InProcessEngine> {
    return new InProcessEngine(await Session.open(options));
  }

  private constructor(private readonly session: Session) {}

  run(feeds: Tensors): Run | Promise<Run> {
    try {
      const run = this.session.run(feeds);
      return run instanceof Promise ? run.catch(fail) : run;
    } catch (error) {
      return fail(error);
    }
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

function fail(error: unknown): never {
  throw modelFailed(error instanceof Error ? error.message : '');
}
