import type { ParityGap } from '@inference-constructs/core/out/graph/parity-gaps';
import { isGap, PARITY_GAPS } from '@inference-constructs/core/out/graph/parity-gaps';
import type { Pair } from './cases';
import type { Difference } from './compare';
import { compare } from './compare';

export interface Verdict {
  readonly undeclared: readonly Difference[];
  /** Gaps that explain a difference. */
  readonly used: ReadonlySet<ParityGap>;
}

/** Holds the differences of a pair against the declared gaps. */
export function judge(pair: Pair): Verdict {
  const undeclared: Difference[] = [];
  const used = new Set<ParityGap>();
  for (const difference of compare(pair.cdk, pair.cdktf)) {
    const { type, property, on } = difference;
    const gap = PARITY_GAPS.find((row) =>
      isGap(row, type, property, on, on === 'cdk' ? difference.cdk : difference.cdktf, difference.path),
    );
    if (gap === undefined) undeclared.push(difference);
    else used.add(gap);
  }
  return { undeclared, used };
}
