/** What a function has unless its author says otherwise. */
export const FUNCTION_DEFAULTS = {
  architecture: 'x86_64',
  /** Enough for a cold start that loads the model and checks its golden cases. */
  timeoutSeconds: 30,
  latencyLimitMilliseconds: 1000,
  aliasName: 'live',
  logRetentionDays: 90,
} as const;
