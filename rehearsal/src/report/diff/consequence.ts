import { consequenceOf } from '@inference-constructs/core/out/catalog/updates/catalogue';
import type { Consequence } from '@inference-constructs/core/out/catalog/updates/consequence';
import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { deploymentSteps } from '@inference-constructs/core/out/rollout/deployment-steps';
import { stepText } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { DeclaredEndpoint } from '../../assembly/assembly-reader';
import type { DoubleFleet } from '../../analysis/analysis-types';
import { doubleFleet } from '../../analysis/double-fleet';
import { endpointStrategy } from '../../analysis/endpoint-strategy';
import { endpointTimeline } from '../../analysis/endpoint-timeline';
import type { ResourceChange } from '../report-types';
import { dollars } from '../words';
import { stepsText } from './steps-text';

export interface Sides {
  readonly before: ResourceGraph;
  readonly after: ResourceGraph;
  /** The endpoints of the stack as it is to be. */
  readonly endpoints: readonly DeclaredEndpoint[];
  readonly prices: PriceList;
  /** Whether what goes is kept outside the stack. */
  readonly oldIsKept: boolean;
}

const GUARDRAILS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html';
const SERVERLESS = 'none: the old configuration answers until the new one is in service; no alarm rolls it back';
const ALIAS_UPDATE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html#cfn-attributes-updatepolicy-codedeploylambdaaliasupdate';

/** What a change does to callers and to the bill: computed from the rollout where there is one, else from the catalogue. */
export function consequence(change: Omit<ResourceChange, 'consequence'>, sides: Sides): Consequence | undefined {
  if (change.type === 'AWS::SageMaker::Endpoint' && change.action === 'update') return ofEndpoint(change, sides);
  if (change.type === 'AWS::Lambda::Alias' && change.action === 'update') return ofAlias(change.id, sides);
  return destroyedFirst(change, sides.after) ?? consequenceOf(change.type, sides.oldIsKept ? 'retain' : change.action);
}

function ofEndpoint({ stack, id }: Omit<ResourceChange, 'consequence'>, { endpoints, prices }: Sides) {
  const endpoint = endpoints.find((one) => one.id === `${stack}/${id}`);
  if (endpoint === undefined) return undefined;
  const strategy = endpointStrategy(endpoint);
  const { kind, size, shares, startMinutes, bakeMinutes, terminationMinutes, isGuarded, isServerless } = strategy;
  const timeline = endpointTimeline(strategy);
  const minutes = Math.round(timeline.endsAt);
  const source = GUARDRAILS;
  if (isServerless) return { downtime: SERVERLESS, billing: 'nothing on top: each request is billed once', source };
  const starts = timeline.phases.filter(({ kind: phase }) => phase === 'provision').length;
  const started = `${starts > 1 ? `${starts} × ` : ''}${startMinutes} min to start ${starts > 1 ? 'a batch' : 'a fleet'} (assumed)`;
  const baked = bakeMinutes > 0 ? `, ${shares.length} × ${bakeMinutes} min bake` : '';
  const kept = terminationMinutes > 0 ? `, ${terminationMinutes} min termination wait` : '';
  const how = {
    'all-at-once': 'all at once',
    canary: `canary of ${stepText(size)}`,
    linear: `linear steps of ${stepText(size)}`,
    rolling: `batches of ${stepText(size)}`,
  }[kind];
  return {
    downtime: isGuarded
      ? `none: the old fleet answers until the traffic has moved (${how}); the endpoint takes no other update for about ${minutes} min`
      : 'none: the old fleet answers until the new one is in service; no guardrails, so no alarm rolls it back',
    billing: `${extraFleet(doubleFleet(endpoint, strategy, timeline, prices), minutes)}: ${started}${baked}${kept}`,
    source,
  };
}

function extraFleet(extra: DoubleFleet | undefined, minutes: number): string {
  if (extra === undefined) return `what is billed on top for about ${minutes} min is not known`;
  const fleet = extra.instances.map(({ instanceType, count }) => `${count} × ${instanceType}`).join(' and ');
  const cost = extra.usd === undefined ? 'price not known' : dollars(extra.usd);
  return `${fleet} billed on top for about ${minutes} min (${cost})`;
}

function ofAlias(id: string, { after }: Sides): Consequence | undefined {
  const alias = after.get(id);
  const policy = alias?.attributes?.UpdatePolicy as Record<string, Record<string, unknown>> | undefined;
  const group = after.target(policy?.CodeDeployLambdaAliasUpdate?.DeploymentGroupName) ?? groupBeside(alias, after);
  if (group === undefined) {
    return { downtime: 'none: all traffic moves at once, and nothing rolls it back', source: ALIAS_UPDATE };
  }
  const steps = deploymentSteps(after, group.properties.DeploymentConfigName);
  const provisioned = alias?.properties.ProvisionedConcurrencyConfig !== undefined;
  return {
    downtime: `none: ${steps === undefined ? 'the traffic moves as CodeDeploy is configured' : stepsText(steps)}`,
    billing: provisioned
      ? 'both versions hold provisioned concurrency while the traffic moves'
      : 'nothing on top: each request is billed once, whichever version answers',
    source: ALIAS_UPDATE,
  };
}

/** Terraform knows no update policy: the deployment group is told which alias to move when a deployment is started. */
function groupBeside(alias: GraphResource | undefined, graph: ResourceGraph): GraphResource | undefined {
  if (alias === undefined || alias.attributes?.UpdatePolicy !== undefined) return undefined;
  const parent = alias.path.slice(0, alias.path.lastIndexOf('/'));
  return graph
    .ofType('AWS::CodeDeploy::DeploymentGroup')
    .find(({ id, path }) => id.startsWith('aws_') && path.startsWith(`${parent}/`));
}

/** Terraform destroys before it creates, unless it is told otherwise. */
function destroyedFirst({ id, action }: Pick<ResourceChange, 'id' | 'action'>, after: ResourceGraph) {
  const resource = after.get(id);
  if (action !== 'replace' || resource === undefined || !/^aws_\w+\./.test(id)) return undefined;
  const lifecycle = resource.attributes?.lifecycle as Record<string, unknown> | undefined;
  if (lifecycle?.create_before_destroy === true) return undefined;
  return {
    downtime: 'it is gone until the new one is made: no create_before_destroy',
    source: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
  };
}
