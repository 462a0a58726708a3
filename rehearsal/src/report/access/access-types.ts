/** Who may do what, before and after. */
export interface AccessChanges {
  readonly widened: readonly Grant[];
  readonly narrowed: readonly Grant[];
  /** Whether CloudFormation's own comparison of IAM and network rules sees more access; absent for Terraform. */
  readonly isBroadened?: boolean;
}

/** One statement's worth of access. */
export interface Grant {
  readonly stack: string;
  /** Construct path of the resource that declares it. */
  readonly path: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Condition keys; a grant with a condition is narrower than it looks. */
  readonly conditions: readonly string[];
  /** Where it is wider than it would have to be: `action *`, `resource *`, `principal *`. */
  readonly wildcards: readonly string[];
}
