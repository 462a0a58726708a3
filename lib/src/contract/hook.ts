/** Environment variables of the acceptance hook: the version that is about to get traffic. */
export const HookEnvironment = {
  FUNCTION: 'INFERENCE_HOOK_FUNCTION',
  VERSION: 'INFERENCE_HOOK_VERSION',
} as const;

/** Files of a model package that the acceptance hook reads beside its code. */
export const HOOK_FILES: readonly string[] = ['acceptance.jsonl', 'model.json'];
