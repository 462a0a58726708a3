import { Fault, type FaultBody } from '@inference-constructs/runtime/errors';

/** What a client would be told. */
export async function faultOf(work: () => unknown): Promise<FaultBody> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Fault) {
      return JSON.parse(JSON.stringify(error.body())) as FaultBody;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}
