import { existsSync, linkSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { AssetType, TerraformAsset, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { nameOf } from '../render/names';
import { stagedFile } from './staging';

/** Readable, and far from S3's 1024 bytes for a key. */
const MAX_KEY_PART = 128;

export interface ModelArtefact {
  /** `s3://bucket/key` of the archive. */
  readonly url: string;
  /** ARN of the archive's object. */
  readonly arn: string;
}

/**
 * The model package as SageMaker fetches it: one tar.gz in a bucket of the author's. Its key has the digest of the
 * package rather than that of the archive, so that an unchanged model is not uploaded again, whatever zlib made of it.
 * The endpoint and an id that every upload has to itself keep archives apart: after a rollback Terraform still has to
 * delete those of past releases, and must not delete one that was uploaded again.
 */
export function modelArtefact(
  scope: Construct,
  model: LoadedPackage,
  bucket: string,
  partition: string,
  suffix: string,
): ModelArtefact {
  const digest = model.digest.replace('sha256:', '');
  const asset = archiveAsset(scope, model, suffix);
  const upload = new ModelUpload(scope, `ModelUpload${suffix}`, digest);
  const object = new S3Object(scope, `ModelData${suffix}`, {
    bucket,
    key: `inference-constructs/${nameOf(scope, '', MAX_KEY_PART)}/${model.manifest.name}/${digest}-${upload.getStringAttribute('id')}.tar.gz`,
    source: asset.path,
    // The old fleet serves until the new one does.
    lifecycle: { createBeforeDestroy: true },
  });
  return {
    url: `s3://${object.bucket}/${object.key}`,
    arn: `arn:${partition}:s3:::${object.bucket}/${object.key}`,
  };
}

/**
 * An id for every digest that is uploaded. CDKTF's own class for `terraform_data` runs `terraform version` at every synth,
 * which takes a tenth of a second and fails where there is no terraform.
 */
class ModelUpload extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly digest: string,
  ) {
    super(scope, id, { terraformResourceType: 'terraform_data', lifecycle: { createBeforeDestroy: true } });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { triggers_replace: { digest: this.digest } };
  }
}

/** The archive of a model package as a file that Terraform uploads; `suffix` tells several of a construct apart. */
export function archiveAsset(scope: Construct, model: LoadedPackage, suffix: string): TerraformAsset {
  const digest = model.digest.replace('sha256:', '');
  const file = stagedFile(scope, digest, 'model.tar.gz', suffix);
  if (!existsSync(file)) makeArchive(model, file);
  return new TerraformAsset(scope, `ModelArchive${suffix}`, {
    path: file,
    type: AssetType.FILE,
    assetHash: digest.slice(0, 32),
  });
}

/** Archives that this process made, by the digest of their model package. */
const made = new Map<string, string>();

/** Many endpoints may serve one model: it is compressed for the first of them. */
function makeArchive(model: LoadedPackage, file: string): void {
  const same = made.get(model.digest);
  if (same === undefined || !linked(same, file)) writeTarGz(model.files, file);
  made.set(model.digest, file);
}

/** Not across file systems, nor where the first one is gone. */
function linked(from: string, to: string): boolean {
  try {
    mkdirSync(dirname(to), { recursive: true });
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}
