import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { AddToResourcePolicyResult } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IResource } from 'aws-cdk-lib/core';
import { Aws, Resource, Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import type { ResourceStatement } from '@inference-constructs/core/out/access/resource-policy';
import {
  accountPrincipal,
  decryptStatement,
  fetchStatements,
  pullStatement,
} from '@inference-constructs/core/out/access/resource-policy';
import type { ModelData } from '@inference-constructs/core/out/serving/served-model';

type Owner = Pick<ModelData, 'modelBucketAccount' | 'modelKeyArn' | 'modelKeyLetsIn'>;

const buckets = new WeakMap<ModelPackage, IBucket>();

/** Keeps the bucket that a package is in, for the construct that serves it. */
export function rememberBucket(model: ModelPackage, bucket: IBucket): void {
  buckets.set(model, bucket);
}

/** From where a model is fetched, once its bucket has let the account of `scope` in, where this app has that bucket. */
export function letInToBucket(scope: Construct, model: ModelPackage, data: ModelData): ModelData {
  const bucket = buckets.get(model);
  if (bucket === undefined) return data;
  const [, path = ''] = /^s3:\/\/[^/]+\/(.+)$/.exec(data.modelDataUrl ?? '') ?? [];
  const owner = letIn(scope, bucket, path, data.modelDataIsPrefix === true);
  return { ...data, ...owner, modelKeyArn: owner.modelKeyArn ?? data.modelKeyArn };
}

/** The same of the bucket of a multi-model endpoint. */
export function ownerOf(scope: Construct, bucket: IBucket, prefix: string): Owner {
  return letIn(scope, bucket, `${prefix}/`, true);
}

/** Whether nothing is left to do for the account of `scope` to pull from a repository. */
export function letInToRepository(scope: Construct, repository: IRepository): boolean {
  if (!isOtherAccount(scope, repository)) return true;
  const { statementAdded } = add(pullStatement(principalOf(scope)), (each) => repository.addToResourcePolicy(each));
  if (statementAdded) deployFirst(scope, repository);
  return statementAdded;
}

/** ARN of the key of a bucket. One of this app has no ARN that another account could be told, only its account has. */
export function keyArnOf(bucket: IBucket, from?: Construct): string | undefined {
  const key = bucket.encryptionKey;
  if (key === undefined) return undefined;
  if (from === undefined || !isOtherAccount(from, bucket) || !Resource.isOwnedResource(key)) return key.keyArn;
  return `arn:${Aws.PARTITION}:kms:${key.env.region}:${key.env.account}:key/*`;
}

function letIn(scope: Construct, bucket: IBucket, path: string, isPrefix: boolean): Owner {
  const modelKeyArn = keyArnOf(bucket, scope);
  if (!isOtherAccount(scope, bucket)) return { modelKeyArn };
  const principal = principalOf(scope);
  const objects = bucket.arnForObjects(isPrefix ? `${path}*` : path);
  const statements = fetchStatements(principal, objects, isPrefix ? bucket.bucketArn : undefined);
  const added = statements.map((each) => add(each, (statement) => bucket.addToResourcePolicy(statement)));
  const isAdded = added.every(({ statementAdded }) => statementAdded);
  if (isAdded) deployFirst(scope, bucket);
  const key = bucket.encryptionKey;
  return {
    modelBucketAccount: isAdded ? undefined : bucket.env.account,
    modelKeyArn,
    modelKeyLetsIn:
      key !== undefined &&
      add(decryptStatement(principal), (each) => key.addToResourcePolicy(each, true)).statementAdded,
  };
}

function add(
  statement: ResourceStatement,
  to: (statement: PolicyStatement) => AddToResourcePolicyResult,
): AddToResourcePolicyResult {
  return to(PolicyStatement.fromJson(statement));
}

/** Only where both are known; within an account, the role's own policy is enough. */
function isOtherAccount(scope: Construct, { env: { account } }: IResource): boolean {
  const here = Stack.of(scope).account;
  return !Token.isUnresolved(here) && !Token.isUnresolved(account) && here !== account;
}

function principalOf(scope: Construct): string {
  return accountPrincipal(Aws.PARTITION, Stack.of(scope).account);
}

/** SageMaker fetches when the endpoint is made. Stages are deployed in the order that their pipeline says. */
function deployFirst(scope: Construct, owner: IResource): void {
  if (Stage.of(owner) === Stage.of(scope)) scope.node.addDependency(owner);
}
