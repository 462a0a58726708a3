import type { Evaluation } from './alarm-evaluator';

/**
 * A percentile alarm that ignores low sample counts keeps its state "during periods with too few data points". Whether
 * one such period among several is enough is not published: then both outcomes are possible.
 */
export function withFewSamples(
  evaluated: Evaluation,
  last: Evaluation,
  counts: readonly number[],
  fewest: number,
): Evaluation {
  const areFew = counts.map((count) => count < fewest);
  if (!areFew.includes(true)) return evaluated;
  const retained = { ...last, value: evaluated.value };
  if (!areFew.includes(false)) return retained;
  return {
    ...(areFew.at(-1) === true ? retained : evaluated),
    possible: [...new Set([...last.possible, ...evaluated.possible])],
  };
}
