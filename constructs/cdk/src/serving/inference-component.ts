import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import { COMPONENT_DEFAULTS, decideComponent } from '@inference-constructs/core/out/serving/component';
import { annotate } from '../annotations';
import { injected } from '../injected';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { renderComponent } from '../render/component';
import { Rendering } from '../render/rendering';
import type { Rollout } from '../rollout/rollout';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { SCALING_ID } from '../scaling/endpoint-scaling';
import { ScalableCopyCount } from '../scaling/scalable-copy-count';
import type { Host } from './component-spec';
import { componentSpec } from './component-spec';
import type { CopyOptions } from './copy-options';
import type { IInferenceComponent, InferenceComponentAttributes } from './inference-component-base';
import { InferenceComponentBase } from './inference-component-base';
import type { IInferenceComponentEndpoint } from './inference-component-host';
import { ImportedInferenceComponent } from './inference-component-import';
import type { ServingContainer } from './serving-container';

/** Properties of an `InferenceComponent`. */
export interface InferenceComponentProps extends CopyOptions {
  /** The endpoint on whose instances the copies are placed. */
  readonly endpoint: IInferenceComponentEndpoint;

  /**
   * The model to serve. One of which a row cannot be written in a request (6 MiB, or what
   * `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with `PayloadTooLarge`, where the runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * What serves the model.
   *
   * @default ServingContainer.runtime()
   */
  readonly container?: ServingContainer;

  /**
   * Environment variables of the container, at most 100 and 32 KiB together. Those that only the construct can know fail with
   * `EnvironmentReserved`, names of other characters than SageMaker takes with `EnvironmentNameInvalid`, and names or values above
   * 1024 bytes with `EnvironmentTooLarge`.
   *
   * @default - only what the runtime needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * Name of the component, at most 63 letters, digits and hyphens, by which requests ask for it. Must not refer to the
   * component itself: its rollback alarms name it, and it names them.
   *
   * @default - stack name, construct id and a hash of the construct path and the endpoint's name
   */
  readonly inferenceComponentName?: string;

  /**
   * How copies are replaced by those of a new release: `Rollout.rolling`, or `Rollout.allAtOnce`, which nothing rolls
   * back; else `RolloutUnsuitable`.
   *
   * @default - rolling: 50 percent at a time, with a bake of 5 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new release is rolled back.
   *
   * @default Duration.seconds(1)
   */
  readonly latencyLimit?: Duration;

  /**
   * Requests per minute over all copies. With it, synth says whether a batch gets enough of them to see a model that
   * answers wrongly, and what policies on invocations will ask for.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;
}

/**
 * A model on an endpoint that others share: so many copies, each with its processors, GPUs and memory, wherever an
 * instance has room. A change of model or image replaces the copies in batches, and alarms roll it back.
 *
 * The alarms on errors and latency watch the component, because SageMaker does not tell its releases apart; those on what
 * the runtime publishes (prediction shift, fallback) watch the new release only.
 */
export class InferenceComponent extends InferenceComponentBase {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.InferenceComponent';

  /** A component that is deployed elsewhere, in this account and region. */
  public static fromInferenceComponentAttributes(
    scope: Construct,
    id: string,
    attributes: InferenceComponentAttributes,
  ): IInferenceComponent {
    return new ImportedInferenceComponent(scope, id, attributes);
  }

  /** Name by which requests to the endpoint ask for it (`InferenceComponentName`). */
  public readonly inferenceComponentName: string;

  /** ARN of the component. */
  public readonly inferenceComponentArn: string;

  /** The alarms that roll a new release back; new with every release. */
  public readonly rollbackAlarms: IAlarm[];

  /** @internal */
  protected readonly _endpointArn: string;

  private readonly copyCount: number;
  private readonly expectedRequestsPerMinute?: number;
  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;

  constructor(scope: Construct, id: string, props: InferenceComponentProps) {
    super(scope, id);
    props = injected(this, InferenceComponent.PROPERTY_INJECTION_ID, props);
    const { endpoint } = props;
    const { plan, componentName, model } = at(this.node.path, () => {
      const spec = componentSpec(this, props);
      return { plan: decideComponent(spec), ...spec };
    });
    const { component, alarms } = renderComponent(this, new Rendering(plan));
    this.inferenceComponentName = componentName;
    this.inferenceComponentArn = component.attrInferenceComponentArn;
    this.rollbackAlarms = alarms;
    this._endpointArn = endpoint.endpointArn;
    this.copyCount = props.copyCount ?? COMPONENT_DEFAULTS.copyCount;
    this.expectedRequestsPerMinute = props.expectedRequestsPerMinute;
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this, endpoint.endpointName, model.digest);
    annotate(this, plan.notes);
    (endpoint as Host)._host?.(this);
    checkRules(this);
  }

  /**
   * Lets the number of copies scale between bounds, by the policies and schedules that are added to what it gives. With a
   * minimum of 0 the copies go to none, and a request that finds none starts the first one; requests fail until it serves.
   * Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleCopyCount(bounds: ScalingBounds): ScalableCopyCount {
    at(this.node.path, () => checkOnce(this.node.tryFindChild(SCALING_ID) !== undefined, 'copies'));
    const scaling = new ScalableCopyCount(this, SCALING_ID, {
      ...bounds,
      inferenceComponentName: this.inferenceComponentName,
      copyCount: this.copyCount,
      expectedRequestsPerMinute: this.expectedRequestsPerMinute,
    });
    scaling._waitFor(this.node.findChild('Resource'));
    return scaling;
  }

  /** Rows answered with this model package on this endpoint. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): Metric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): Metric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }

  /**
   * Rows answered with the positive class of this model package on this endpoint. Sum over 5 minutes by default. A model
   * without a positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): Metric {
    return positive(this.publisher, this.manifest, options);
  }
}
