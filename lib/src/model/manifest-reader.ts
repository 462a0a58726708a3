import { InferenceError } from '../errors';
import { FieldChecks, under } from './field-checks';
import type { ModelManifest } from './manifest';
import { checkAcceptance } from './manifest-acceptance';
import { checkClasses, checkHeldOut } from './manifest-classes';
import { checkFallback } from './manifest-fallback';
import { checkTensors } from './manifest-signature';

/** Semantic Versioning 2.0.0. */
export const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;

const REQUIRED = ['name', 'version', 'signature'];
const OPTIONAL = ['description', 'classes', 'heldOut', 'acceptance', 'fallback', 'provenance'];

/** Reads the text of a `model.json`. `file` is how messages call it. */
export function parseManifest(text: string, file = 'model.json'): ModelManifest {
  const document = parseJson(text, file);
  const checks = new FieldChecks();
  checkManifest(document, checks);
  checks.report('ManifestInvalid', file);
  return document as ModelManifest;
}

function parseJson(text: string, file: string): unknown {
  try {
    // A byte-order mark, which some editors write, is no fault.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InferenceError('ManifestInvalid', `${file} (${reason}): must be JSON. correct it there`);
  }
}

function checkManifest(document: unknown, checks: FieldChecks): void {
  const manifest = checks.object('', document, REQUIRED, OPTIONAL);
  if (manifest === undefined) return;
  const has = (field: string) => Object.hasOwn(manifest, field);
  if (has('name')) checkName(manifest.name, checks);
  if (has('version')) checkVersion(manifest.version, checks);
  if (has('description')) checks.text('/description', manifest.description);
  if (has('provenance')) checkProvenance(manifest.provenance, checks);
  const signature = has('signature')
    ? checks.object('/signature', manifest.signature, ['inputs', 'outputs'])
    : undefined;
  if (signature !== undefined && Object.hasOwn(signature, 'inputs')) {
    checkTensors('/signature/inputs', signature.inputs, checks, 'input');
  }
  const outputs =
    signature !== undefined && Object.hasOwn(signature, 'outputs')
      ? checkTensors('/signature/outputs', signature.outputs, checks, 'output')
      : undefined;
  const classes = has('classes') ? checkClasses(manifest.classes, outputs, checks) : undefined;
  if (has('heldOut')) checkHeldOut(manifest.heldOut, has('classes'), classes, checks);
  if (has('acceptance')) checkAcceptance(manifest.acceptance, has('classes'), classes, checks);
  if (has('fallback')) checkFallback(manifest.fallback, outputs, checks);
}

function checkName(name: unknown, checks: FieldChecks): void {
  if (typeof name === 'string' && /^[a-z0-9-]{1,40}$/.test(name)) return;
  checks.fault('/name', name, 'lower-case letters, digits and hyphens, at most 40, for example "churn-2"');
}

function checkVersion(version: unknown, checks: FieldChecks): void {
  if (typeof version === 'string' && version.length <= 100 && VERSION.test(version)) return;
  checks.fault('/version', version, 'a semantic version, for example "1.4.0"');
}

function checkProvenance(provenance: unknown, checks: FieldChecks): void {
  const entries = checks.record('/provenance', provenance) ?? {};
  for (const [name, value] of Object.entries(entries)) {
    if (typeof value !== 'string') checks.fault(under('/provenance', name), value, 'a text');
  }
}
