import type { AcceptanceCase } from '@inference-constructs/core/out/model/acceptance';
import type { Scored } from '@inference-constructs/core/out/model/acceptance-score';
import { TRIAL } from '@inference-constructs/core/out/contract/trial';
import type { AwsClient } from '../aws/client';
import { invoke } from '../aws/lambda';

export interface Version {
  readonly functionName: string;
  readonly version: string;
}

/** Few, because every one that comes at the same time is another cold start. */
const AT_ONCE = 4;

/** Asks a version for the class of every case. A failure says which case, never what is in it. */
export async function scoreVersion(
  client: AwsClient,
  target: Version,
  cases: readonly AcceptanceCase[],
  signal: AbortSignal,
): Promise<Scored[]> {
  const scored: Scored[] = [];
  let next = 0;
  const ask = async (): Promise<void> => {
    while (next < cases.length) {
      const index = next++;
      const { inputs, label } = cases[index];
      scored[index] = { label, predicted: await predict(client, target, inputs, index + 1, signal) };
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, cases.length) }, ask));
  return scored;
}

async function predict(
  client: AwsClient,
  target: Version,
  inputs: AcceptanceCase['inputs'],
  number: number,
  signal: AbortSignal,
): Promise<string> {
  const result = await invoke(
    client,
    { ...target, event: { inputs }, clientContext: { custom: { [TRIAL]: 1 } } },
    signal,
  );
  const { classes, error } = (result ?? {}) as { classes?: readonly string[]; error?: { code?: string } };
  if (classes?.length === 1) return classes[0];
  const reason = result === undefined ? 'the invocation failed' : (error?.code ?? 'the answer has no class');
  throw new Error(`acceptance.jsonl, case ${number}: ${reason}`);
}
