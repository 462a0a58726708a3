import { ENDPOINT_NEEDS, GUARDRAIL_NEEDS } from '@inference-constructs/core/out/access/needs';
import type { DeclaredEndpoint, DeclaredVariant } from '../assembly/assembly-reader';
import { idOf } from '../assembly/declared';
import { containersOf } from '../assembly/endpoints';
import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import type { StackContents } from '../assembly/stack-contents';
import type { Permissions, Whereabouts } from './check-needs';
import { checkNeeds } from './check-needs';
import { keyOfBucket } from './bucket-key';

/** What the roles of an endpoint's models may do of what they must. */
export function endpointPermissions(endpoint: DeclaredEndpoint, without: readonly string[] = []): Permissions {
  const { stack, variants, shadowVariants, alarms } = endpoint;
  const needs = alarms.length === 0 ? ENDPOINT_NEEDS : [...ENDPOINT_NEEDS, ...GUARDRAIL_NEEDS];
  const checks = [...variants, ...shadowVariants].map((variant) =>
    checkNeeds({
      role: roleOf(variant, stack),
      contents: stack,
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

function roleOf({ model }: DeclaredVariant, contents: StackContents) {
  const resource = contents.graph.ofType('AWS::SageMaker::Model').find((one) => idOf(one, contents) === model?.id);
  const role = contents.graph.target(resource?.properties.ExecutionRoleArn);
  return role?.type === 'AWS::IAM::Role' ? role : undefined;
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
