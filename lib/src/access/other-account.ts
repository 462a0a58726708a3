import { partitionOf } from '../catalog/partitions';
import type { ResourceStatement } from './resource-policy';
import { accountPrincipal, decryptStatement, fetchStatements, pullStatement } from './resource-policy';

/** Where something is deployed, as far as synth knows. */
export interface KnownPlace {
  readonly knownAccount?: string;
  readonly knownRegion?: string;
}

/** What a model is made of, and whose that is. */
export interface OwnedParts {
  readonly modelDataUrl?: string;
  readonly modelDataIsPrefix?: boolean;
  /** Account that owns the bucket and has to let this one in; none where nothing is left to do. */
  readonly modelBucketAccount?: string;
  readonly modelKeyArn?: string;
  /** Whether the policy of the key is left to do. Default: where the key is of another account. */
  readonly modelKeyLetsIn?: boolean;
  /** ARN of the repository that has to let this account in. */
  readonly pulledRepositoryArn?: string;
}

/**
 * What must be said where this app cannot say it: a bucket, a key or a repository of another account lets nobody in by
 * itself. docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html
 */
export function otherAccountNotes(place: KnownPlace, parts: readonly OwnedParts[]): string[] {
  const notes = parts.flatMap((part) => [
    ...bucketNotes(place, part),
    ...keyNotes(place, part),
    ...pullNotes(place, part),
  ]);
  return [...new Set(notes)];
}

/** The account in an ARN, where it is written there. */
export function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

function bucketNotes(place: KnownPlace, part: OwnedParts): string[] {
  const { modelDataUrl, modelDataIsPrefix, modelBucketAccount: owner } = part;
  const [, bucket, path] = /^s3:\/\/([^/]+)\/(.+)$/.exec(modelDataUrl ?? '') ?? [];
  if (owner === undefined || owner === place.knownAccount || bucket === undefined || path === undefined) return [];
  const bucketArn = `arn:${partition(place)}:s3:::${bucket}`;
  const objects = modelDataIsPrefix === true ? `${bucketArn}/${path}*` : `${bucketArn}/${path}`;
  const statements = fetchStatements(principal(place), objects, modelDataIsPrefix === true ? bucketArn : undefined);
  return [note(place, `bucket ${bucket} (of account ${owner})`, 'bucket policy', statements)];
}

function keyNotes(
  place: KnownPlace,
  { modelKeyArn: key = '', modelKeyLetsIn, modelBucketAccount }: OwnedParts,
): string[] {
  const owner = accountIn(key);
  if (modelKeyLetsIn === true || owner === undefined || owner === place.knownAccount) return [];
  // Nobody said that it is another account's.
  if (place.knownAccount === undefined && modelBucketAccount === undefined) return [];
  return [note(place, `key ${key} (of account ${owner})`, 'key policy', [decryptStatement(principal(place))])];
}

function pullNotes(place: KnownPlace, { pulledRepositoryArn: repository = '' }: OwnedParts): string[] {
  const owner = accountIn(repository);
  if (owner === undefined || place.knownAccount === undefined || owner === place.knownAccount) return [];
  const what = `repository ${repository} (of account ${owner})`;
  return [note(place, what, 'repository policy', [pullStatement(principal(place))])];
}

function note(place: KnownPlace, what: string, policy: string, statements: readonly ResourceStatement[]): string {
  const who = place.knownAccount === undefined ? 'the account this is deployed to' : `account ${place.knownAccount}`;
  return (
    `${what}: its policy is not of this app, and must let ${who} in, else the endpoint does not come into service. ` +
    `unless it does, add to the ${policy}: ${statements.map((each) => JSON.stringify(each)).join(', ')}`
  );
}

function principal(place: KnownPlace): string {
  return accountPrincipal(partition(place), place.knownAccount ?? 'ACCOUNT');
}

function partition({ knownRegion = '' }: KnownPlace): string {
  return partitionOf(knownRegion).name;
}
