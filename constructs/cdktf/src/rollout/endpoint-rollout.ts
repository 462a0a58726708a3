import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { SagemakerEndpointDeploymentConfig } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { TerraformResourceLifecycle } from 'cdktf';
import { dependable, TerraformResource, Token } from 'cdktf';
import type { IConstruct, IMixin } from 'constructs';
import { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { checkRolloutOnce, decideEndpointGuard } from '@inference-constructs/core/out/serving/endpoint-guard';
import { annotate } from '../annotations';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import { EndpointBase } from '../serving/endpoint-base';
import { LONGEST_DEPLOYMENT_SECONDS } from '../serving/hosting';
import type { DeclaredEndpoint } from './declared-endpoint';
import { declaredEndpoint } from './declared-endpoint';
import type { Rollout } from './rollout';

/** How an endpoint of somebody else is rolled out. */
export interface EndpointRolloutProps {
  /**
   * How traffic moves to a new endpoint configuration.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new configuration is rolled back, in milliseconds.
   *
   * @default 1000
   */
  readonly latencyLimitMilliseconds?: number;

  /**
   * Name of an endpoint that is deployed under a name that the provider chose.
   *
   * @default - the name that is declared
   */
  readonly endpointName?: string;

  /**
   * Name of the variant that alarms watch, where the configuration is not declared in the same stack.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;
}

/**
 * Gives endpoints that others made what ours have: a rollout, alarms on errors and latency that watch the new fleet only
 * and roll it back, timeouts computed from the bakes, the permission of the models' roles to read the alarms, an apply that
 * fails when the endpoint was rolled back, and the rules. A mixin: `endpoint.with(new EndpointRollout())` on a resource,
 * or on a stack or another construct for all endpoints below it but those of this library.
 *
 * It reads variants, models and roles that are declared in the same stack. Alarms of a deployment configuration that is
 * there are kept, and its policy is replaced. The configuration needs a name that is new with every release, such as
 * `namePrefix` gives: alarms bear it, and the old ones stay until the new ones are there.
 *
 * Applying it fails with `EndpointNameUnknown` where the provider chooses the endpoint's name and `VariantNameUnknown`
 * where it chooses a variant's, `RolloutUnsuitable` for serverless variants, `RolloutAlreadyOn` the second time,
 * `AlarmsTooMany` beyond ten, `VariantsUnknown` and `DeploymentConfigUnknown` where they are tokens, and with the faults
 * of a `Rollout`.
 */
export class EndpointRollout implements IMixin {
  /** The alarms that a mixin made for an endpoint. None where none was applied. */
  public static rollbackAlarmsOf(endpoint: SagemakerEndpoint): CloudwatchMetricAlarm[] {
    return alarmsOf.get(endpoint) ?? [];
  }

  constructor(private readonly props: EndpointRolloutProps = {}) {}

  /** Whether the construct is a `SagemakerEndpoint` that has no rollout of this library by itself. */
  public supports(construct: IConstruct): boolean {
    return isEndpoint(construct) && !(construct.node.scope instanceof EndpointBase);
  }

  /** Gives the endpoint the rollout. What is no `SagemakerEndpoint`, or has a rollout of this library by itself, stays as it is. */
  public applyTo(construct: IConstruct): void {
    if (!isEndpoint(construct) || !this.supports(construct)) return;
    const endpoint: SagemakerEndpoint = construct;
    const { plan, declared } = at(endpoint.node.path, () => {
      checkRolloutOnce(endpoint.node.tryFindChild(SCOPE_ID) !== undefined);
      const declared = declaredEndpoint(endpoint);
      return { plan: decideEndpointGuard(this.spec(endpoint, declared)), declared };
    });
    const policies = plan.policies.map((policy, i) => policyOf(declared.roles[i], policy));
    const configName = endpoint.endpointConfigNameInput!;
    const scope = new Construct(endpoint, SCOPE_ID);
    const rendered = new RenderedPlan(scope, { resources: plan.alarms, notes: [] }, {}, configName);
    const alarms = rendered.all(CloudwatchMetricAlarm);
    alarmsOf.set(endpoint, alarms);
    // The endpoint waits for its alarms, and so for these.
    if (policies.length > 0) for (const alarm of alarms) alarm.dependsOn = policies.map(dependable);
    const { deploymentConfig, lifecycle } = rendered.argumentsOf({
      ...plan.endpoint,
      properties: { ...plan.endpoint.properties, EndpointConfigName: configName },
    }) as unknown as GuardArguments;
    endpoint.putDeploymentConfig(deploymentConfig);
    endpoint.lifecycle = {
      ...endpoint.lifecycle,
      postcondition: [...(endpoint.lifecycle?.postcondition ?? []), ...lifecycle.postcondition!],
    };
    annotate(endpoint, plan.notes);
    checkRules(endpoint, () => declared.beside);
  }

  private spec(endpoint: SagemakerEndpoint, declared: DeclaredEndpoint) {
    const { endpointName, variantName, rollout, latencyLimitMilliseconds } = this.props;
    return {
      ...declared,
      variantName,
      endpointName: endpointName ?? endpoint.nameInput,
      configName: endpoint.endpointConfigNameInput!,
      rollout: rollout?._spec,
      latencyLimitMilliseconds,
      roleNames: declared.roles.map(({ name }) => name),
      longestDeploymentSeconds: LONGEST_DEPLOYMENT_SECONDS,
      isUnresolved: (value: unknown) => Token.isUnresolved(value),
    };
  }
}

/** What an endpoint is rendered to, as far as it is guarded. */
interface GuardArguments {
  readonly deploymentConfig: SagemakerEndpointDeploymentConfig;
  readonly lifecycle: TerraformResourceLifecycle;
}

/** Construct id, below the endpoint, of what it is guarded with. */
const SCOPE_ID = 'Rollout';

const alarmsOf = new WeakMap<IConstruct, CloudwatchMetricAlarm[]>();

function isEndpoint(construct: IConstruct): construct is SagemakerEndpoint {
  return (
    TerraformResource.isTerraformResource(construct) &&
    (construct as TerraformResource).terraformResourceType === SagemakerEndpoint.tfResourceType
  );
}

/** Endpoints that share a role share its policy: a role has one of a name. */
function policyOf(role: IamRole, policy: PlannedResource): IamRolePolicy {
  const known = role.node.tryFindChild(policy.id) as IamRolePolicy | undefined;
  return known ?? new RenderedPlan(role, { resources: [policy], notes: [] }).get(policy.id, IamRolePolicy);
}
