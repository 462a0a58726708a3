import { LAMBDA } from '../catalog/lambda';
import { SAGEMAKER } from '../catalog/sagemaker';
import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import { rowBytes } from './row-size';
import type { ServedModel } from './served-model';

/** Where a model answers requests. */
export type PayloadKind = 'function' | 'endpoint' | 'component' | 'multi-model' | 'serverless' | 'asynchronous';

interface Taken {
  readonly what: string;
  /** Bytes of the largest request that the service takes. */
  readonly most: number;
  /** The largest that the runtime reads is a variable of its container, and may be raised as far as the service goes. */
  readonly raisable?: boolean;
}

const { MAX_REQUEST_BYTES } = SAGEMAKER;

const KINDS: Readonly<Record<PayloadKind, Taken>> = {
  function: { what: 'a function', most: LAMBDA.MAX_REQUEST_BYTES },
  endpoint: { what: 'an endpoint that answers at once', most: MAX_REQUEST_BYTES, raisable: true },
  component: { what: 'an inference component', most: MAX_REQUEST_BYTES, raisable: true },
  'multi-model': { what: 'a multi-model endpoint', most: MAX_REQUEST_BYTES, raisable: true },
  serverless: { what: 'a serverless endpoint', most: SAGEMAKER.SERVERLESS_MAX_REQUEST_BYTES },
  asynchronous: { what: 'this asynchronous endpoint', most: Infinity, raisable: true },
};

interface Given {
  readonly environment?: Readonly<Record<string, string>>;
  /** Largest request of an asynchronous endpoint; what the environment says is the author's, and goes before it. */
  readonly maxPayloadBytes?: number;
  /** Whether the container is the runtime: what others take for a row is not known. Default: it is. */
  readonly publishesPredictions?: boolean;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** One row that does not fit into the largest request can never be asked for. */
export function checkPayload(model: ServedModel, kind: PayloadKind, given: Given): void {
  if (given.publishesPredictions === false) return;
  const most = mostBytes(kind, given);
  const bytes = rowBytes(model);
  if (most === undefined || bytes <= most) return;
  throw new InferenceError(
    'PayloadTooLarge',
    `one row of ${model.manifest.name} (at least ${bytes} bytes): ${KINDS[kind].what} takes requests of at most ${most} bytes. ${remedy(kind, bytes)}`,
  );
}

/** Undefined where it is not known. */
function mostBytes(kind: PayloadKind, { environment, maxPayloadBytes, isUnresolved }: Given): number | undefined {
  const { most, raisable = false } = KINDS[kind];
  const own = environment?.[Environment.MAX_BODY_BYTES];
  if (raisable && own !== undefined) return isUnresolved(own) ? undefined : Number(own);
  if (maxPayloadBytes === undefined) return most;
  return isUnresolved(maxPayloadBytes) ? undefined : maxPayloadBytes;
}

function remedy(kind: PayloadKind, bytes: number): string {
  if (kind === 'asynchronous') return 'raise its largest payload';
  const fitsEndpoint = bytes <= MAX_REQUEST_BYTES;
  return `serve it with ${fitsEndpoint ? 'an InferenceEndpoint or ' : ''}an AsyncInferenceEndpoint`;
}
