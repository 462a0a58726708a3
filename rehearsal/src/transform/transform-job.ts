import { StateError } from '../state-machine/state-error';

type Block = Readonly<Record<string, unknown>>;

export type BatchStrategy = 'MULTI_RECORD' | 'SINGLE_RECORD';

/** A batch transform job as it is asked for. */
export interface TransformJob {
  readonly name: string;
  readonly modelName: string;
  readonly input: { readonly uri: string; readonly isManifest: boolean; readonly isGzip: boolean };
  readonly contentType?: string;
  /** None where a file is sent whole. */
  readonly splits: boolean;
  readonly outputUri: string;
  readonly accept?: string;
  readonly assemblesLines: boolean;
  /** What is not set, the container says. */
  readonly strategy?: BatchStrategy;
  readonly payloadMegabytes?: number;
  readonly concurrent?: number;
  readonly retries: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly instanceType: string;
  readonly instances: number;
  readonly processing?: DataProcessing;
  /** As it was given. */
  readonly request: Block;
}

export interface DataProcessing {
  readonly inputFilter?: string;
  readonly joins: boolean;
  readonly outputFilter?: string;
}

/** Parameters of CreateTransformJob that change nothing of what is computed, and why not. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  Tags: 'a text for people',
  DataCaptureConfig: 'nothing is captured',
  ExperimentConfig: 'no experiment is kept',
};
const KNOWN = [
  'TransformJobName',
  'ModelName',
  'TransformInput',
  'TransformOutput',
  'TransformResources',
  'BatchStrategy',
  'MaxPayloadInMB',
  'MaxConcurrentTransforms',
  'ModelClientConfig',
  'Environment',
  'DataProcessing',
];
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const S3 = /^s3:\/\/[^/]+\/?.*$/;
const STRATEGIES: Readonly<Record<string, BatchStrategy>> = {
  MultiRecord: 'MULTI_RECORD',
  SingleRecord: 'SINGLE_RECORD',
};
/** All payloads that are sent at once, in MB. */
const MOST_MEGABYTES = 100;
/** What AWS takes where nothing is said. */
const DEFAULTS = { retries: 3, timeoutSeconds: 600 } as const;

/** Reads the parameters of a task; throws what the API would answer, as the state sees it. */
export function readTransformJob(parameters: unknown): TransformJob {
  const request = block(parameters);
  const { TransformInput, TransformOutput, TransformResources, ModelClientConfig, Environment, DataProcessing } =
    request;
  const input = block(TransformInput);
  const output = block(TransformOutput);
  const source = block(block(input.DataSource).S3DataSource);
  const client = block(ModelClientConfig);
  const resources = block(TransformResources);
  const extra = Object.keys(request).filter((name) => !KNOWN.includes(name) && !Object.hasOwn(WITHOUT_EFFECT, name));
  check(extra.length === 0, `${extra.join(', ')}: no parameter of CreateTransformJob`);
  const name = text(request, 'TransformJobName');
  check(NAME.test(name), `TransformJobName (${name}): at most 63 letters, digits and hyphens`);
  const uri = text(source, 'S3Uri');
  const outputUri = text(output, 'S3OutputPath');
  for (const one of [uri, outputUri]) check(S3.test(one), `${one}: an address of S3`);
  const splitType = oneOf(input, 'SplitType', ['None', 'Line', 'RecordIO', 'TFRecord'], 'None');
  const strategy = request.BatchStrategy === undefined ? undefined : STRATEGIES[String(request.BatchStrategy)];
  check(
    request.BatchStrategy === undefined || (strategy !== undefined && splitType !== 'None'),
    `BatchStrategy (${String(request.BatchStrategy)}): MultiRecord or SingleRecord, with a SplitType`,
  );
  const payloadMegabytes = number(request, 'MaxPayloadInMB', 0, MOST_MEGABYTES);
  const concurrent = number(request, 'MaxConcurrentTransforms', 0, MOST_MEGABYTES);
  check(
    (payloadMegabytes ?? 0) * (concurrent ?? 0) <= MOST_MEGABYTES,
    `MaxConcurrentTransforms × MaxPayloadInMB: at most ${MOST_MEGABYTES} MB`,
  );
  const dataType = oneOf(source, 'S3DataType', ['S3Prefix', 'ManifestFile'], undefined);
  return {
    name,
    modelName: text(request, 'ModelName'),
    input: {
      uri,
      isManifest: dataType === 'ManifestFile',
      isGzip: oneOf(input, 'CompressionType', ['None', 'Gzip'], 'None') === 'Gzip',
    },
    ...optional('contentType', input.ContentType),
    splits: splitType !== 'None',
    outputUri,
    ...optional('accept', output.Accept),
    assemblesLines: oneOf(output, 'AssembleWith', ['None', 'Line'], 'None') === 'Line',
    strategy,
    payloadMegabytes,
    concurrent: concurrent === 0 ? undefined : concurrent,
    retries: number(client, 'InvocationsMaxRetries', 0, 3) ?? DEFAULTS.retries,
    timeoutSeconds: number(client, 'InvocationsTimeoutInSeconds', 1, 3600) ?? DEFAULTS.timeoutSeconds,
    environment: Object.fromEntries(Object.entries(block(Environment)).map(([key, value]) => [key, String(value)])),
    instanceType: text(resources, 'InstanceType'),
    instances: number(resources, 'InstanceCount', 1, 100) ?? 1,
    ...(DataProcessing === undefined ? {} : { processing: processingOf(block(DataProcessing)) }),
    request,
  };
}

/** Of a job that AWS takes, what is not played here; undefined where all is. */
export function whyNotTransformed({ request }: TransformJob): string | undefined {
  const split = block(request.TransformInput).SplitType;
  return split === 'RecordIO' || split === 'TFRecord' ? `SplitType ${split} is not played` : undefined;
}

/** What the API of SageMaker answers, as Step Functions names it. */
export function refused(message: string): StateError {
  return new StateError('SageMaker.AmazonSageMakerException', message);
}

function processingOf(given: Block): DataProcessing {
  return {
    ...optional('inputFilter', given.InputFilter),
    joins: oneOf(given, 'JoinSource', ['None', 'Input'], 'None') === 'Input',
    ...optional('outputFilter', given.OutputFilter),
  };
}

function optional<K extends string>(name: K, value: unknown): { [key in K]?: string } {
  return (value === undefined ? {} : { [name]: String(value) }) as { [key in K]?: string };
}

function oneOf(given: Block, name: string, values: readonly string[], otherwise: string | undefined): string {
  const value = given[name] ?? otherwise;
  check(typeof value === 'string' && values.includes(value), `${name} (${String(value)}): one of ${values.join(', ')}`);
  return value as string;
}

function number(given: Block, name: string, least: number, most: number): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const read = Number(value);
  check(
    Number.isInteger(read) && read >= least && read <= most,
    `${name} (${String(value)}): from ${least} to ${most}`,
  );
  return read;
}

function text(given: Block, name: string): string {
  const value = given[name];
  check(typeof value === 'string' && value !== '', `${name}: missing`);
  return value as string;
}

function check(holds: boolean, message: string): void {
  if (!holds) throw refused(message);
}

function block(value: unknown): Block {
  return value !== null && typeof value === 'object' ? (value as Block) : {};
}
