/**
 * Limits of AWS CodeDeploy on Lambda as documented in November 2026
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html).
 */
export const CODEDEPLOY = {
  /** Of the traffic, in one step. */
  MAX_STEP_PERCENT: 99,
  /** From the first shift of traffic to the last. */
  MAX_MINUTES: 2880,
  /** Deployment configurations of one's own in an account and region; cannot be raised. */
  MAX_CONFIGURATIONS: 200,
} as const;
