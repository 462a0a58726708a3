import type { Construct } from 'constructs';
import type * as fc from 'fast-check';

/** What can be asked of one construct, and how each engine is asked for it. */
export interface Kind<S> {
  readonly specs: fc.Arbitrary<S>;
  readonly cdk: (scope: Construct, spec: S) => void;
  readonly cdktf: (scope: Construct, spec: S) => void;
}
