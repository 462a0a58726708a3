import { ENDPOINT_NEEDS, GUARDRAIL_NEEDS } from '@inference-constructs/core/out/access/needs';
import type { DeclaredEndpoint, DeclaredVariant } from '../assembly/assembly-reader';
import { idOf } from '../assembly/declared';
import { containersOf } from '../assembly/endpoints';
import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import type { StackContents } from '../assembly/stack-contents';
import { ownerOf } from '../assembly/owner';
import type { Check, Permissions, Whereabouts } from './check-needs';
import { checkNeeds } from './check-needs';
import { keyOfBucket } from './bucket-key';

/** What the roles of an endpoint's models may do of what they must. */
export function endpointPermissions(endpoint: DeclaredEndpoint, without: readonly string[] = []): Permissions {
  const { stack, variants, shadowVariants, alarms } = endpoint;
  const needs = alarms.length === 0 ? ENDPOINT_NEEDS : [...ENDPOINT_NEEDS, ...GUARDRAIL_NEEDS];
  const checks = [...variants, ...shadowVariants].map((variant) =>
    checkNeeds({
      ...roleOf(variant, stack),
      needs,
      whereabouts: whereaboutsOf(variant, stack),
      without,
    }),
  );
  const failure = checks.find((check) => check.failure !== undefined)?.failure;
  return {
    ...(failure === undefined ? {} : { failure }),
    losesLogs: checks.some(({ losesLogs }) => losesLogs),
    notes: [...new Set(checks.flatMap(({ notes }) => notes))],
  };
}

/** The role of a model, and the stack that declares it: that of the model or of the endpoint, or one of its own. */
function roleOf({ model }: DeclaredVariant, endpoint: StackContents): Pick<Check, 'role' | 'contents'> {
  const ofModel = model === undefined ? endpoint : ownerOf(model, endpoint);
  const resource = ofModel.graph.ofType('AWS::SageMaker::Model').find((one) => idOf(one, ofModel) === model?.id);
  const found = ofModel.graph.target(resource?.properties.ExecutionRoleArn);
  if (found?.type !== 'AWS::IAM::Role') return { role: undefined, contents: endpoint };
  const contents = ownerOf(found, ofModel);
  // As its own stack knows it, so that its policies are found.
  return { role: contents.graph.get(found.id.slice(found.id.lastIndexOf('/') + 1)), contents };
}

function whereaboutsOf({ model }: DeclaredVariant, contents: StackContents): Whereabouts {
  const [container] = model === undefined ? [] : containersOf(model);
  const partition = partitionOf(contents.stack.region).name;
  const source = (container?.ModelDataSource as { S3DataSource?: Record<string, unknown> } | undefined)?.S3DataSource;
  const url = /^s3:\/\/([^/]+)\/(.+)$/.exec(String(container?.ModelDataUrl ?? source?.S3Uri));
  const image = /^(\d{12}|[^.]*)\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(String(container?.Image));
  const isPrefix = source?.S3DataType === 'S3Prefix';
  const key = url === null ? undefined : keyOfBucket(url[1], contents);
  return {
    ...(url && { artefact: `arn:${partition}:s3:::${url[1]}/${url[2]}` }),
    ...(url && isPrefix && { 'artefact-bucket': `arn:${partition}:s3:::${url[1]}` }),
    ...(key !== undefined && { 'artefact-key': key }),
    ...(image && { repository: `arn:${partition}:ecr:${image[2]}:${image[1]}:repository/${image[3]}` }),
  };
}
