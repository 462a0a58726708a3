import type { KnownPlace } from '../access/other-account';
import { otherAccountNotes } from '../access/other-account';
import { checkOwner } from '../model/s3-owner';
import type { ModelData } from './served-model';
import { repositoryOf } from './served-model';

/** What one model has of this, another must not take for its own. */
export const NO_MODEL_DATA = {
  modelDataUrl: undefined,
  modelDataIsPrefix: undefined,
  modelBucketArn: undefined,
  modelBucketAccount: undefined,
  modelKeyArn: undefined,
  modelKeyLetsIn: undefined,
  registryArn: undefined,
  modelRepositoryArn: undefined,
} as const satisfies Partial<ModelData>;

/** What may be fetched, for all variants. Owners and keys that no policy can name are refused. */
export function modelAccess(served: readonly (ModelData & { readonly imageRepositoryArn: string })[]) {
  for (const { modelBucketAccount: bucketAccount, modelKeyArn: kmsKeyArn } of served) {
    checkOwner({ bucketAccount, kmsKeyArn });
  }
  const objects = [...new Set(served.map(({ modelDataArn }) => modelDataArn))];
  const repositories = [...new Set(served.map(repositoryOf))];
  const buckets = served.flatMap(({ modelBucketArn }) => (modelBucketArn === undefined ? [] : [modelBucketArn]));
  return {
    imageRepositoryArn: repositories.length === 1 ? repositories[0] : repositories,
    modelDataArn: objects.length === 1 ? objects[0] : objects,
    listedBucketArns: [...new Set(buckets)],
    decryptingKeyArns: [...new Set(served.flatMap(({ modelKeyArn }) => modelKeyArn ?? []))],
  };
}

/** What other accounts have to allow, for all variants; an image of the registry is not the container's. */
export function ownerNotes(
  place: KnownPlace,
  served: readonly (ModelData & { readonly pulledRepositoryArn?: string })[],
): string[] {
  const parts = served.map((each) => ({
    ...each,
    pulledRepositoryArn: each.modelRepositoryArn ?? each.pulledRepositoryArn,
  }));
  return otherAccountNotes(place, parts);
}

/** Nothing but where the model is. */
export function modelDataOf({ modelDataUrl, modelDataIsPrefix, modelDataArn, registryArn }: ModelData): ModelData {
  return { modelDataUrl, modelDataIsPrefix, modelDataArn, registryArn };
}
