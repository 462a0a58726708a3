/** A change that AWS refuses in one deployment, and the deployments that make it. */
export interface TwoStepPlan {
  /** Stable name, for example `instance-type-of-scaled-variant`. */
  readonly id: string;
  /** Construct path of what changes. */
  readonly path: string;
  /** What changes. */
  readonly change: string;
  /** Why one deployment fails. */
  readonly why: string;
  readonly steps: readonly string[];
  readonly source: string;
}
