import type { Prediction } from './prediction';
import type { Reply } from './reply';

/** The header that tells an answer of the fallback; JSON says it too, since SageMaker lets no header of ours through. */
export const FALLBACK_HEADER = 'X-Inference-Fallback';

export function marked({ fallback }: Prediction, reply: Reply): Reply {
  return fallback === undefined ? reply : { ...reply, headers: { ...reply.headers, [FALLBACK_HEADER]: fallback } };
}
