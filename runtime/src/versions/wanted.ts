import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '../errors';

/** Names the version that a request wants; in a response, the version that answered it. */
export const VERSION_HEADER = 'X-Inference-Version';

const VERSION_KEY = VERSION_HEADER.toLowerCase();
const PATH = /^\/v2\/models\/[^/?]+\/versions\/([^/?]+)/;
/** The only header that SageMaker lets through to the container and back. */
const ATTRIBUTES_KEY = 'x-amzn-sagemaker-custom-attributes';
const PAIR = /(?:^|[;,])\s*version\s*=\s*([^;,\s]+)/;

/** The version that a request names: in its path, or in the header, or as `version=…` in SageMaker's custom attributes. */
export function wantedVersion(url: string, headers: IncomingHttpHeaders): string | undefined {
  return inPath(url) ?? text(headers[VERSION_KEY]) ?? PAIR.exec(text(headers[ATTRIBUTES_KEY]) ?? '')?.[1];
}

/** `there` are the versions that are. */
export function versionUnknown(there: readonly string[]): Fault {
  return new Fault('ModelUnknown', 'There is no such version here.', {
    field: 'version',
    expected: there.map((name) => `'${name}'`).join(' or '),
    got: 'another version',
  });
}

function inPath(url: string): string | undefined {
  const version = PATH.exec(url)?.[1];
  try {
    return version === undefined ? undefined : decodeURIComponent(version);
  } catch {
    // No version is called so.
    return version;
  }
}

function text(value: string | string[] | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value.toString().trim();
}
