import { batchExitCode } from './batch-result';
import { batchText } from './batch-text';
import type { BatchOptions } from './play-batch';
import { playBatch } from './play-batch';

/** `inference batch`: what to print, and the exit code. */
export async function batchCommand(
  options: BatchOptions,
  { json }: { readonly json?: true },
): Promise<{ readonly text: string; readonly exitCode: number }> {
  const result = await playBatch(options);
  return {
    text: json ? `${JSON.stringify(result, undefined, 2)}\n` : batchText(result),
    exitCode: batchExitCode(result),
  };
}
