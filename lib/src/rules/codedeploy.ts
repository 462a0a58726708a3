import { CODEDEPLOY } from '../catalog/codedeploy';
import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import { block, number } from './reading';
import type { Rule } from './rule';

const { MAX_STEP_PERCENT, MAX_MINUTES } = CODEDEPLOY;
const QUOTAS = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html';

/** What each type of routing is described by. */
const ROUTING: Readonly<Record<string, { readonly percent: string; readonly minutes: string }>> = {
  TimeBasedCanary: { percent: 'CanaryPercentage', minutes: 'CanaryInterval' },
  TimeBasedLinear: { percent: 'LinearPercentage', minutes: 'LinearInterval' },
};

const routingOutOfRange: Rule = {
  id: 'traffic-routing-out-of-range',
  severity: 'error',
  why: `CodeDeploy shifts at most ${MAX_STEP_PERCENT} % in a step and takes at most ${MAX_MINUTES} minutes from the first shift to the last.`,
  source: QUOTAS,
  check(graph, context) {
    return graph.ofType('AWS::CodeDeploy::DeploymentConfig').flatMap((config) => {
      const routing = block(config.properties.TrafficRoutingConfig);
      const names = ROUTING[String(routing?.Type)];
      if (routing === undefined || names === undefined) return [];
      const steps = block(routing[String(routing.Type)]);
      if (steps === undefined) {
        const type = String(routing.Type);
        return { resource: config, message: `${type} (none): needed with type ${type}. say what a step takes` };
      }
      const percent = number(steps[names.percent], context);
      const minutes = number(steps[names.minutes], context);
      if (percent !== undefined && !(percent >= 1 && percent <= MAX_STEP_PERCENT)) {
        return {
          resource: config,
          message: `${names.percent} (${percent}): from 1 to ${MAX_STEP_PERCENT}. choose a share in that range`,
        };
      }
      if (percent === undefined || minutes === undefined) return [];
      const shifts = routing.Type === 'TimeBasedLinear' ? Math.ceil(100 / percent) - 1 : 1;
      if (minutes >= 1 && shifts * minutes <= MAX_MINUTES) return [];
      return {
        resource: config,
        message: `${names.minutes} (${minutes}, ${shifts} times): at least 1, and at most ${MAX_MINUTES} minutes together. choose another interval`,
      };
    });
  },
};

const RESERVED = 'CodeDeployDefault.';
const MAX_NAME = 100;

const nameInvalid: Rule = {
  id: 'deployment-config-name-invalid',
  severity: 'error',
  why: 'CodeDeploy refuses a deployment configuration under the prefix of its own, or with a longer name.',
  source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html',
  check(graph, { isUnresolved }) {
    return graph.ofType('AWS::CodeDeploy::DeploymentConfig').flatMap((resource) => {
      const { DeploymentConfigName: name } = resource.properties;
      if (typeof name !== 'string' || isUnresolved(name)) return [];
      if (name.startsWith(RESERVED)) {
        return {
          resource,
          message: `DeploymentConfigName (${JSON.stringify(name)}): must not begin with "${RESERVED}", which CodeDeploy keeps for its own. choose another name, or leave it to the engine`,
        };
      }
      if (name.length <= MAX_NAME) return [];
      return {
        resource,
        message: `DeploymentConfigName (${name.length} characters): at most ${MAX_NAME}. choose a shorter name, or leave it to the engine`,
      };
    });
  },
};

const STOP_ON_ALARM = 'DEPLOYMENT_STOP_ON_ALARM';

const alarmsWithoutRollback: Rule = {
  id: 'alarms-without-rollback',
  severity: 'error',
  why: 'An alarm stops the deployment, and without automatic rollback the alias stays on two versions.',
  source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html',
  check(graph) {
    return graph.ofType('AWS::CodeDeploy::DeploymentGroup').flatMap((group) => {
      const alarms = block(group.properties.AlarmConfiguration);
      if (!Array.isArray(alarms?.Alarms) || alarms.Alarms.length === 0 || alarms.Enabled === false) return [];
      const rollback = block(group.properties.AutoRollbackConfiguration);
      const events = Array.isArray(rollback?.Events) ? (rollback.Events as unknown[]) : [];
      if (rollback?.Enabled !== false && events.includes(STOP_ON_ALARM)) return [];
      return {
        resource: group,
        message: `events of automatic rollback (${events.map(String).join(', ') || 'none'}): must include ${STOP_ON_ALARM}. add it, and enable the rollback`,
      };
    });
  },
};

/** Functions that the managed policy of CodeDeploy's role may invoke. */
const HOOK_NAME = /(^|:)CodeDeployHook_/;
const HOOKS = ['BeforeAllowTrafficHook', 'AfterAllowTrafficHook'] as const;

const hookNotInvocable: Rule = {
  id: 'hook-not-invocable',
  severity: 'error',
  why: 'CodeDeploy may not invoke the hook, so that every deployment fails after an hour.',
  source:
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-lambda',
  check(graph) {
    return graph.ofType('AWS::Lambda::Alias').flatMap((alias) => {
      const policy = block(block(alias.attributes?.UpdatePolicy)?.CodeDeployLambdaAliasUpdate);
      const group = graph.target(policy?.DeploymentGroupName);
      return HOOKS.flatMap((hook) => {
        const name = policy?.[hook];
        const target = graph.target(name);
        const called = target === undefined ? name : (target.properties.FunctionName ?? '');
        if (name === undefined || group === undefined || isForeign(called) || HOOK_NAME.test(String(called))) return [];
        if (mayInvoke(graph, group, target)) return [];
        return {
          resource: alias,
          message:
            `${hook} (${target?.path ?? String(name)}): must have a name that begins with CodeDeployHook_, or the role of ` +
            `${group.path} be allowed to invoke it. rename it, or add the permission`,
        };
      });
    });
  },
};

/** A name that only another stack knows. */
function isForeign(name: unknown): boolean {
  return typeof name !== 'string' || /@\{|\$\{/.test(name);
}

/** Whether the role of a group has a policy of its own that allows to invoke; a role of another stack is trusted. */
function mayInvoke(graph: ResourceGraph, group: GraphResource, hook: GraphResource | undefined): boolean {
  const role = graph.target(group.properties.ServiceRoleArn);
  if (role === undefined) return true;
  const attached = graph
    .ofType('AWS::IAM::RolePolicy')
    .filter(({ properties }) => graph.target(properties.RoleName)?.id === role.id)
    .map(({ properties }) => properties.PolicyDocument);
  const inline = Array.isArray(role.properties.Policies) ? (role.properties.Policies as unknown[]) : [];
  return [...attached, ...inline].some((document) => {
    const text = JSON.stringify(document) ?? '';
    if (!/lambda:(InvokeFunction|\*)/.test(text)) return false;
    return hook === undefined || /"\*"/.test(text) || referencesIn(document).some(({ id }) => id === hook.id);
  });
}

export const codeDeployRules: readonly Rule[] = [
  routingOutOfRange,
  nameInvalid,
  alarmsWithoutRollback,
  hookNotInvocable,
];
