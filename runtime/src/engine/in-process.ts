import type { Engine, Run, Tensors } from './engine';
import { modelFailed } from './model-failed';
import { Session, type SessionOptions } from './session';

/** Runs the model in the calling thread: for Lambda, where a sandbox has one request at a time. */
export class InProcessEngine implements Engine {
  static async start(options: SessionOptions): Promise<InProcessEngine> {
    return new InProcessEngine(await Session.open(options));
  }

  private constructor(private readonly session: Session) {}

  async run(feeds: Tensors): Promise<Run> {
    try {
      return await this.session.run(feeds);
    } catch (error) {
      throw modelFailed(error instanceof Error ? error.message : '');
    }
  }

  close(): Promise<void> {
    return this.session.release();
  }
}
