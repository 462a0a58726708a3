import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import type { InstanceScalingProps } from '../scaling/bounds';
import { scaleEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableInstanceCount } from '../scaling/scalable-instance-count';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';
import { identityOfArn, identityOfName, ImportedEndpoint } from './endpoint-import';
import type { ArtifactsOptions, InstanceEndpointOptions } from './endpoint-options';
import { renderedRole } from './execution-role';
import { hostedModel, instanceHosting } from './hosting';
import type { RoutingStrategy } from './routing-strategy';
import type { ShadowOptions } from './shadow-options';
import type { VariantOptions } from './variant-options';

/** Properties of an `InferenceEndpoint`. */
export interface InferenceEndpointProps extends ArtifactsOptions, InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request (6 MiB, or what
   * `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with `PayloadTooLarge`, where the runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * Requests per minute over the old and the new fleet. With it, synth says whether the canary gets enough of them to
   * see a model that answers wrongly.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;

  /**
   * Weight of this model's variant, `live`, where the endpoint has others: its share of the traffic is the weight over the
   * sum of all weights. At least 0, else `WeightOutOfRange`.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * Other models that take a share of the traffic: an A/B test. Each has rollback alarms of its own; ten alarms are the
   * most, else `AlarmsTooMany`. SageMaker refuses to add or drop a variant with a canary, so that takes an endpoint
   * of another name, or two deployments.
   *
   * @default - none
   */
  readonly variants?: VariantOptions[];

  /**
   * A model to try on copies of the requests, before any caller gets an answer of it. No alarm watches it, and nothing
   * rolls it back; its metrics are those of its variant. Not beside `variants`, else `ShadowWithVariants`.
   *
   * @default - none
   */
  readonly shadow?: ShadowOptions;
  /**
   * Which instance gets a request. By random, some get requests while others are idle, which shows in the slowest percent of
   * the answers.
   *
   * @default - SageMaker's own: RoutingStrategy.RANDOM
   */
  readonly routingStrategy?: RoutingStrategy;
}

/**
 * A SageMaker real-time endpoint that serves a model package. A change of model, image or instances starts a new fleet,
 * traffic moves to it as the rollout says, and alarms that watch the new fleet only (errors, latency, prediction shift)
 * move it back. Terraform waits for the end of the deployment; after a rollback the apply fails, and what the old fleet
 * uses stays.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class InferenceEndpoint extends RealTimeEndpointBase {
  /**
   * An endpoint that answers at once and is deployed elsewhere, in this account and region. Terraform asks AWS which account
   * that is, so a plan needs credentials; what is made here takes the account from its role.
   */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IInferenceEndpoint {
    return new ImportedEndpoint(scope, id, identityOfName(scope, endpointName));
  }

  /** An endpoint that answers at once and is deployed elsewhere, by its ARN. */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): IInferenceEndpoint {
    return new ImportedEndpoint(scope, id, identityOfArn(scope, id, endpointArn));
  }

  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /**
   * What the endpoint runs as: it may pull its image, fetch its model, write its log and read its alarms.
   *
   * @default - none where it runs as the role of `roleArn`
   */
  public readonly role?: IamRole;

  /** ARN of the role that the endpoint runs as. */
  public readonly roleArn: string;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly endpoint: SagemakerEndpoint;
  private readonly declared: DeclaredVariants;

  constructor(scope: Construct, id: string, props: InferenceEndpointProps) {
    super(scope, id);
    const { plan, asked, model } = at(this.node.path, () => {
      const hosted = instanceHosting(this, props);
      const { model, ...data } = hostedModel(this, props.model, props);
      const asked = {
        ...hosted,
        ...data,
        model,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        weight: props.weight,
        variants: (props.variants ?? []).map(({ model: other, weight = 1, ...variant }) => ({
          ...variant,
          ...hostedModel(this, other, props, `-${variant.name}`),
          weight,
        })),
        routingStrategy: props.routingStrategy?.name,
        shadow: props.shadow && {
          ...props.shadow,
          ...hostedModel(this, props.shadow.model, props, '-shadow'),
        },
      };
      return { plan: decideEndpoint(asked), asked, model };
    });
    const rendered = new RenderedPlan(this, plan);
    this.endpointName = asked.endpointName;
    this.endpoint = rendered.get('Resource', SagemakerEndpoint);
    this.endpointArn = this.endpoint.arn;
    this.declared = asked;
    const { role, roleArn } = renderedRole(rendered, props);
    this.role = role;
    this.roleArn = roleArn;
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this.node.path, this.endpointName, model.digest);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /**
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives.
   * The provider cannot keep what was scaled over a deployment, which sets the fleet back to the declared count: declare
   * what the peak needs. Fails with `ScalingAlreadyOn` the second time for a variant.
   */
  public autoScaleInstanceCount(props: InstanceScalingProps): ScalableInstanceCount {
    return scaleEndpoint(this, this.endpoint, this.declared, props);
  }

  /** Rows answered with this model package. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return positive(this.publisher, this.manifest, options);
  }
}
