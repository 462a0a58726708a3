import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnRole, CfnRolePolicyProps } from 'aws-cdk-lib/aws-iam';
import { CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Duration } from 'aws-cdk-lib/core';
import { Mixin, Stack, Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { checkRolloutOnce, decideEndpointGuard } from '@inference-constructs/core/out/serving/endpoint-guard';
import { annotate } from '../annotations';
import { renderAlarms } from '../render/alarm';
import { hasGuardrails } from '../render/endpoint';
import { l1Props } from '../render/l1-props';
import { Rendering } from '../render/rendering';
import { templateOf } from '../render/template';
import { checkRules } from '../rules';
import { keepIfScaled } from '../scaling/retained';
import type { EndpointReferenceOptions } from '../serving/endpoint-reference';
import { inMilliseconds } from '../units';
import type { DeclaredEndpoint } from './declared-endpoint';
import { declaredEndpoint } from './declared-endpoint';
import type { Rollout } from './rollout';

/** How an endpoint of somebody else is rolled out. */
export interface EndpointRolloutProps extends EndpointReferenceOptions {
  /**
   * How traffic moves to a new endpoint configuration.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new configuration is rolled back.
   *
   * @default Duration.seconds(1)
   */
  readonly latencyLimit?: Duration;
}

/**
 * Gives endpoints that others made what ours have: a rollout, alarms on errors and latency that watch the new fleet only
 * and roll it back, timeouts computed from the bakes, the permission of the models' roles to read the alarms, what was scaled
 * kept where its stack scales its instances, and the rules. A mixin: `endpoint.with(new EndpointRollout())` on an L1 or an L2 that holds one, or
 * `Mixins.of(stack).apply(new EndpointRollout())` on all endpoints of a stack but those of this library.
 *
 * It reads variants, models and roles of what the endpoint refers to in the app. Alarms of a deployment configuration that
 * is there are kept, and its policy is replaced.
 *
 * Applying it fails with `EndpointNameUnknown` where CloudFormation chooses the endpoint's name, `RolloutUnsuitable` for
 * serverless variants and for hosts of inference components, `RolloutAlreadyOn` the second time, `AlarmsTooMany` beyond
 * ten, `VariantsUnknown` and `DeploymentConfigUnknown` where they are tokens, and with the faults of a `Rollout`.
 */
export class EndpointRollout extends Mixin {
  /** The alarms that this mixin made for an endpoint: of an L1, or of the L2 around it. None where it was not applied. */
  public static rollbackAlarmsOf(endpoint: aws_sagemaker.IEndpointRef): IAlarm[] {
    return alarmsOf.get(endpoint) ?? alarmsOf.get(endpoint.node.defaultChild!) ?? [];
  }

  constructor(private readonly props: EndpointRolloutProps = {}) {
    super();
  }

  /** Whether the construct is a `CfnEndpoint` that has no rollout of this library by itself. */
  public override supports(construct: IConstruct): boolean {
    return CfnEndpoint.isCfnEndpoint(construct) && !hasGuardrails(construct);
  }

  /** Gives the endpoint the rollout. What is no `CfnEndpoint`, or has a rollout of this library by itself, stays as it is. */
  public applyTo(construct: IConstruct): void {
    if (!CfnEndpoint.isCfnEndpoint(construct) || !this.supports(construct)) return;
    const endpoint: CfnEndpoint = construct;
    const { plan, declared } = at(endpoint.node.path, () => {
      checkRolloutOnce(endpoint.node.tryFindChild(SCOPE_ID) !== undefined);
      const declared = declaredEndpoint(endpoint);
      return { plan: decideEndpointGuard(this.spec(endpoint, declared)), declared };
    });
    const policies = plan.policies.map((policy, i) => policyOf(declared.roles[i], policy));
    const rendering = new Rendering({ resources: [...plan.alarms, plan.endpoint], notes: [] });
    const scope = new Construct(endpoint, SCOPE_ID);
    // The endpoint waits for its alarms, and so for these.
    scope.node.addDependency(...policies);
    const alarms = renderAlarms(scope, rendering, () => textOf(endpoint, declared));
    alarmsOf.set(endpoint, alarms);
    Object.assign(endpoint, l1Props<Partial<CfnEndpointProps>>(rendering.properties(plan.endpoint.id)));
    keepIfScaled(endpoint);
    annotate(endpoint, plan.notes);
    checkRules(endpoint, () => [...declared.release, ...declared.roles, ...declared.keptAlarms]);
  }

  private spec(endpoint: CfnEndpoint, declared: DeclaredEndpoint) {
    const { endpointName, variantName, rollout, latencyLimit } = this.props;
    return {
      ...declared,
      variantName,
      endpointName: endpointName ?? endpoint.endpointName,
      rollout: rollout?._spec,
      latencyLimitMilliseconds: inMilliseconds('latency limit', latencyLimit),
      roleNames: declared.roles.map(({ ref }) => ref),
      isUnresolved: (value: unknown) => Token.isUnresolved(value),
    };
  }
}

/** Construct id, below the endpoint, of what it is guarded with. */
const SCOPE_ID = 'Rollout';

const alarmsOf = new WeakMap<IConstruct, IAlarm[]>();

/** Endpoints that share a role share its policy: a role has one of a name. */
function policyOf(role: CfnRole, policy: PlannedResource): CfnRolePolicy {
  const known = role.node.tryFindChild(policy.id) as CfnRolePolicy | undefined;
  return known ?? new CfnRolePolicy(role, policy.id, l1Props<CfnRolePolicyProps>(policy.properties));
}

/** What tells the releases of an endpoint apart. */
function textOf(endpoint: CfnEndpoint, { release }: DeclaredEndpoint): string {
  const declared = Object.values(templateOf(release).Resources ?? {}).map(({ Properties }) => Properties);
  return JSON.stringify([declared, Stack.of(endpoint).resolve(endpoint.endpointConfigName)]);
}
