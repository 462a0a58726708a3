import type { StackContents } from '../assembly/stack-contents';

interface Encryption {
  readonly ServerSideEncryptionConfiguration?: readonly {
    readonly ServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: unknown };
  }[];
}

/** The key that a bucket of the template encrypts with; undefined where there is none, or the bucket is not there. */
export function keyOfBucket(name: string, { graph, names }: StackContents): string | undefined {
  const bucket = graph.ofType('AWS::S3::Bucket').find(({ id, properties }) => {
    const declared = properties.BucketName;
    return declared === undefined ? names.text(`@{${id}.Ref}`) === name : names.text(declared) === name;
  });
  const encryption = bucket?.properties.BucketEncryption as Encryption | undefined;
  const [rule] = encryption?.ServerSideEncryptionConfiguration ?? [];
  const key = rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID;
  return key === undefined ? undefined : names.text(key);
}
