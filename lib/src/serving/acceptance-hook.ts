import { LAMBDA } from '../catalog/lambda';
import { HookEnvironment } from '../contract/hook';
import type { LoadedPackage } from '../model/load';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import { literalName, MAX_FUNCTION_NAME } from '../plan/names';
import type { Place } from './helper-function';
import { deploymentGroupArn, helperFunction } from './helper-function';

export const ACCEPTANCE_HOOK = 'AcceptanceHook';

/** The managed policy of CodeDeploy's role lets it invoke functions with such names. */
const HOOK_PREFIX = 'CodeDeployHook_';

/** Name of the hook of a function: the same on every engine, and another in every stack. */
export function defaultHookName(stack: string, id: string, path: string): string {
  return HOOK_PREFIX + literalName([stack, id], `${stack}/${path}`, MAX_FUNCTION_NAME - HOOK_PREFIX.length);
}

/** A function that CodeDeploy asks before a version gets traffic: it scores the version on the labelled cases. */
export function decideAcceptanceHook(name: string, model: LoadedPackage, place: Place): PlannedResource[] {
  const { manifest } = model;
  return helperFunction({
    id: ACCEPTANCE_HOOK,
    name,
    description: `Scores a version of ${manifest.name} before it gets traffic`,
    timeoutSeconds: LAMBDA.MAX_TIMEOUT_SECONDS,
    environment: {
      [HookEnvironment.FUNCTION]: ref('Function'),
      [HookEnvironment.VERSION]: ref('Version', 'Version'),
    },
    statements: [
      // Every version: one that is published now is asked before a policy with its number would be known everywhere.
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${ref('Function', 'Arn')}:*` },
      {
        Effect: 'Allow',
        Action: 'codedeploy:PutLifecycleEventHookExecutionStatus',
        Resource: deploymentGroupArn(place),
      },
    ],
  });
}

/** What the author should know of the labelled cases of the model. */
export function acceptanceNotes(
  model: Pick<LoadedPackage, 'manifest'> & { readonly acceptanceCases?: number },
  target: 'function' | 'endpoint',
  isReplaced = false,
): string[] {
  const { acceptance, name } = model.manifest;
  if (acceptance === undefined) return [];
  if (target === 'endpoint') {
    return [
      `acceptance.jsonl of ${name} is not scored: SageMaker asks nobody before an endpoint's new release gets traffic`,
    ];
  }
  if (isReplaced) return [`acceptance.jsonl of ${name} is not scored: another function is asked before traffic shifts`];
  const { metric, minimum } = acceptance;
  return [
    `before a version gets traffic its ${metric} over ${model.acceptanceCases} labelled cases must be at least ${minimum}; the first deployment of all is not asked`,
  ];
}
