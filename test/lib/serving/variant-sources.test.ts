import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { ModelData } from '@inference-constructs/core/out/serving/served-model';

const folder = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
const model = loadedPackage(ModelPackage.fromDirectory(folder));
const SOURCES = {
  archive: { modelDataUrl: 's3://bucket/key', modelDataArn: 'arn:aws:s3:::bucket/key' },
  prefix: {
    modelDataUrl: 's3://files/a/',
    modelDataIsPrefix: true,
    modelDataArn: 'arn:aws:s3:::files/a/*',
    modelBucketArn: 'arn:aws:s3:::files',
  },
  registry: { registryArn: 'arn:package/1', modelDataArn: 'arn:aws:s3:::other/key', modelRepositoryArn: 'arn:theirs' },
} satisfies Record<string, ModelData>;
type Source = keyof typeof SOURCES;

/** How each source is written into a model. */
const CONTAINERS: Record<Source, object> = {
  archive: { Image: 'image', ModelDataUrl: 's3://bucket/key' },
  prefix: {
    Image: 'image',
    ModelDataSource: { S3DataSource: { S3Uri: 's3://files/a/', S3DataType: 'S3Prefix', CompressionType: 'None' } },
  },
  registry: { ModelPackageName: 'arn:package/1' },
};
const OTHERS: Record<string, (data: ModelData) => Partial<EndpointSpec>> = {
  variant: (data) => ({ variants: [{ name: 'other', weight: 1, model, ...data }] }),
  shadow: (data) => ({ shadow: { name: 'other', model, ...data } }),
};
const names = Object.keys(SOURCES) as Source[];

function decided(live: Source, other: (data: ModelData) => Partial<EndpointSpec>, source: Source) {
  const { resources } = decideEndpoint({
    endpointName: 'diagnosis',
    image: 'image',
    imageRepositoryArn: 'arn:ours',
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    isUnresolved: () => false,
    model,
    ...SOURCES[live],
    ...other(SOURCES[source]),
  });
  return (id: string) => resources.find((each) => each.id === id)!.properties;
}

describe.each(Object.keys(OTHERS))('a %s', (kind) => {
  const cases = names.flatMap((live) => names.map((source) => [source, live] as const));

  test.each(cases)('(%s) beside another model (%s) is served from where it is', (source, live) => {
    const named = decided(live, OTHERS[kind], source);
    const { Environment: _, ...container } = named('Model-other').PrimaryContainer as { Environment: object };
    expect(container).toEqual(CONTAINERS[source]);
    const { Environment: __, ...own } = named('Model').PrimaryContainer as { Environment: object };
    expect(own).toEqual(CONTAINERS[live]);
  });

  test.each(cases)('(%s) beside another model (%s) has its image pulled', (source, live) => {
    const { Statement } = decided(live, OTHERS[kind], source)('RolePolicy').PolicyDocument as {
      Statement: { Action: string[]; Resource: string | string[] }[];
    };
    const pulled = [Statement.find(({ Action }) => Action.includes('ecr:BatchGetImage'))?.Resource ?? []].flat();
    const expected = [live, source].map((each) => (each === 'registry' ? 'arn:theirs' : 'arn:ours'));
    expect(pulled).toEqual([...new Set(expected)]);
  });
});
