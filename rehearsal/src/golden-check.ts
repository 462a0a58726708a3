import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import type { Running } from './invoker/invoker';
import type { TrafficRequest } from './traffic/request';

export interface GoldenResult {
  readonly cases: number;
  /** What the first case that differed answered; absent where all agree. */
  readonly failure?: string;
}

const TOLERANCE = 1e-4;

/** Sends the recorded cases through the release's own door: does it answer here what was recorded? */
export async function checkGolden(
  cases: readonly GoldenCase[],
  running: Pick<Running<TrafficRequest>, 'invoke'>,
): Promise<GoldenResult> {
  for (const [i, { inputs, outputs, tolerance = TOLERANCE }] of cases.entries()) {
    const { answer, error } = await running.invoke({ body: { inputs } });
    const failed = (what: string): GoldenResult => ({ cases: cases.length, failure: `case ${i + 1}: ${what}` });
    if (error !== undefined) return failed(`${error.type}: ${error.message}`);
    const { outputs: got = {}, error: refusal } = answer as {
      outputs?: Record<string, unknown>;
      error?: { message?: string };
    };
    if (refusal !== undefined) return failed(refusal.message ?? 'refused');
    for (const [name, expected] of Object.entries(outputs)) {
      if (!agrees(got[name], expected, tolerance)) return failed(`output ${name} is more than ${tolerance} off`);
    }
  }
  return { cases: cases.length };
}

function agrees(got: unknown, expected: unknown, tolerance: number): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((item, i) => agrees((got as unknown[])[i], item, tolerance))
    );
  }
  if (typeof expected !== 'number') return got === expected || String(got) === String(expected);
  return Math.abs(Number(got) - expected) <= tolerance;
}
