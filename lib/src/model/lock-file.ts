import { InferenceError } from '../errors';
import { FieldChecks, under } from './field-checks';
import { VERSION } from './manifest-reader';
import { DIGEST } from './remote-package';
import type { OnnxVersions } from './onnx/model';
import { KEY_ARN } from './s3-owner';
import { parseS3Uri } from './s3-uri';

/** What the lock is called, beside the app. */
export const LOCK_FILE = 'model.lock.json';

/** Where the files of a pinned package are. Paths are relative to the lock, with slashes. */
export type PinnedSource =
  | { readonly directory: string }
  | {
      /** `s3://bucket/key.tar.gz`, or `s3://bucket/prefix/` of files as they are. */
      readonly s3: string;
      readonly manifest: string;
      /** Account that owns the bucket. */
      readonly account?: string;
      /** ARN of the key that the objects are encrypted with. */
      readonly kmsKey?: string;
    };

/** One release of a model that may be deployed. */
export interface PinnedModel {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly source: PinnedSource;
  /** Of files in S3, which synth does not read: what their graph asks of an onnxruntime. */
  readonly onnx?: PinnedVersions;
}

/** What the graph of a model asks of an onnxruntime, and that of the package which answers when it fails. */
export interface PinnedVersions extends OnnxVersions {
  readonly fallback?: OnnxVersions;
}

/** What a model package was taken from. */
export interface Pin {
  readonly model: PinnedModel;
  /** How messages call the lock. */
  readonly lock: string;
}

/** Reads the text of a lock. `file` is how messages call it. */
export function parseLock(text: string, file: string): PinnedModel[] {
  const document = parseJson(text, file);
  const checks = new FieldChecks();
  checkLock(document, checks);
  checks.report('ModelLockInvalid', file, LOCK_FILE);
  return (document as { models: PinnedModel[] }).models;
}

/** The text of a lock, in an order of its own, so that a change shows what changed and no more. */
export function formatLock(models: readonly PinnedModel[]): string {
  const order = ({ name, version }: PinnedModel) => `${name}\0${version}`;
  const sorted = [...models].sort((one, other) => (order(one) < order(other) ? -1 : 1));
  return `${JSON.stringify({ lockVersion: 1, models: sorted }, undefined, 2)}\n`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InferenceError('ModelLockInvalid', `${file} (${reason}): must be JSON. write it with "inference lock"`);
  }
}

function checkLock(document: unknown, checks: FieldChecks): void {
  const lock = checks.object('', document, ['lockVersion', 'models']);
  if (lock === undefined) return;
  if (lock.lockVersion !== 1) checks.fault('/lockVersion', lock.lockVersion, '1, which is the version this one reads');
  if (!Array.isArray(lock.models)) return checks.fault('/models', lock.models, 'a list');
  const seen = new Set<string>();
  lock.models.forEach((model: unknown, i) => {
    const pointer = under('/models', i);
    const pinned = checks.object(pointer, model, ['name', 'version', 'digest', 'source'], ['onnx']);
    if (pinned === undefined) return;
    checks.text(under(pointer, 'name'), pinned.name);
    matching(checks, under(pointer, 'version'), pinned.version, VERSION, 'a semantic version');
    matching(checks, under(pointer, 'digest'), pinned.digest, DIGEST, '"sha256:" and 64 hexadecimal digits');
    checkSource(under(pointer, 'source'), pinned.source, checks);
    if ('onnx' in pinned) checkVersions(under(pointer, 'onnx'), pinned.onnx, checks, ['fallback']);
    const release = `${String(pinned.name)} ${String(pinned.version)}`;
    if (seen.has(release)) checks.fault(pointer, release, 'one digest of a version');
    seen.add(release);
  });
}

function checkVersions(pointer: string, value: unknown, checks: FieldChecks, optional: readonly string[] = []): void {
  const versions = checks.object(pointer, value, ['irVersion', 'opsets'], optional);
  if (versions === undefined) return;
  if ('irVersion' in versions) checkVersion(under(pointer, 'irVersion'), versions.irVersion, checks);
  const opsets = 'opsets' in versions ? checks.record(under(pointer, 'opsets'), versions.opsets) : {};
  for (const [domain, version] of Object.entries(opsets ?? {})) {
    checkVersion(under(under(pointer, 'opsets'), domain), version, checks);
  }
  if ('fallback' in versions) checkVersions(under(pointer, 'fallback'), versions.fallback, checks);
}

function checkVersion(pointer: string, value: unknown, checks: FieldChecks): void {
  if (!Number.isInteger(value) || Number(value) < 0) checks.fault(pointer, value, 'a whole number');
}

function checkSource(pointer: string, value: unknown, checks: FieldChecks): void {
  const isInS3 = value !== null && typeof value === 'object' && 's3' in value;
  const source = isInS3
    ? checks.object(pointer, value, ['s3', 'manifest'], ['account', 'kmsKey'])
    : checks.object(pointer, value, ['directory']);
  if (source === undefined) return;
  if (!isInS3) return void checks.text(under(pointer, 'directory'), source.directory);
  checks.text(under(pointer, 'manifest'), source.manifest);
  if (parseS3Uri(source.s3) === undefined) {
    checks.fault(under(pointer, 's3'), source.s3, 's3://bucket/key.tar.gz, or s3://bucket/prefix/');
  }
  if ('account' in source) matching(checks, under(pointer, 'account'), source.account, /^\d{12}$/, '12 digits');
  if ('kmsKey' in source) matching(checks, under(pointer, 'kmsKey'), source.kmsKey, KEY_ARN, 'the ARN of a key');
}

function matching(checks: FieldChecks, pointer: string, value: unknown, pattern: RegExp, expected: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) checks.fault(pointer, value, expected);
}
