/** Environment variables of the acceptance hook: the version that is about to get traffic. */
export const HookEnvironment = {
  FUNCTION: 'INFERENCE_HOOK_FUNCTION',
  VERSION: 'INFERENCE_HOOK_VERSION',
} as const;

/**
 * How long CodeDeploy waits until it is told, in minutes; then the deployment fails:
 * docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const HOOK_MINUTES = 60;

/** What the acceptance hook answers, beside telling CodeDeploy. */
export interface HookVerdict {
  readonly status: 'Succeeded' | 'Failed';
  readonly reason: string;
}

/** Files of a model package that the acceptance hook reads beside its code. */
export const HOOK_FILES: readonly string[] = ['acceptance.jsonl', 'model.json'];
