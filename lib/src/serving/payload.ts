import { LAMBDA } from '../catalog/lambda';
import { SAGEMAKER } from '../catalog/sagemaker';
import { DEFAULT_MAX_BODY_BYTES, Environment, MOST_MAX_BODY_BYTES } from '../contract/environment';
import { InferenceError } from '../errors';
import { rowBytes } from './row-size';
import type { ServedModel } from './served-model';

/** Where a model answers requests. */
export type PayloadKind = 'function' | 'endpoint' | 'component' | 'multi-model' | 'serverless' | 'asynchronous';

interface Taken {
  readonly what: string;
  /** Bytes of the largest request that the service takes. */
  readonly most: number;
  /** The largest that the runtime reads where its container says nothing, which may be raised as far as the service goes. */
  readonly readsByDefault?: number;
}

const REAL_TIME = { most: SAGEMAKER.MAX_REQUEST_BYTES, readsByDefault: DEFAULT_MAX_BODY_BYTES };

const KINDS: Readonly<Record<PayloadKind, Taken>> = {
  function: { what: 'a function', most: LAMBDA.MAX_REQUEST_BYTES },
  endpoint: { what: 'an endpoint that answers at once', ...REAL_TIME },
  component: { what: 'an inference component', ...REAL_TIME },
  'multi-model': { what: 'a multi-model endpoint', ...REAL_TIME },
  serverless: { what: 'a serverless endpoint', most: SAGEMAKER.SERVERLESS_MAX_REQUEST_BYTES },
  asynchronous: { what: 'this asynchronous endpoint', most: MOST_MAX_BODY_BYTES, readsByDefault: MOST_MAX_BODY_BYTES },
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
  const taken = KINDS[kind];
  const binding = bytes > taken.most ? taken.most : most;
  throw new InferenceError(
    'PayloadTooLarge',
    `one row of ${model.manifest.name} (at least ${bytes} bytes): ${taken.what} takes requests of at most ${binding} bytes. ${remedy(kind, bytes)}`,
  );
}

/** Undefined where it is not known. */
function mostBytes(kind: PayloadKind, { environment, maxPayloadBytes, isUnresolved }: Given): number | undefined {
  const { most, readsByDefault } = KINDS[kind];
  if (readsByDefault === undefined) return most;
  const own = environment?.[Environment.MAX_BODY_BYTES];
  if (own) return isUnresolved(own) ? undefined : Math.min(most, bodyBytes(own));
  if (maxPayloadBytes === undefined) return readsByDefault;
  return isUnresolved(maxPayloadBytes) ? undefined : maxPayloadBytes;
}

/** As the runtime reads it, which does not start with anything else. */
function bodyBytes(text: string): number {
  const bytes = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (bytes >= 1 && bytes <= MOST_MAX_BODY_BYTES) return bytes;
  throw new InferenceError(
    'PayloadOutOfRange',
    `${Environment.MAX_BODY_BYTES} (${JSON.stringify(text)}): a whole number from 1 to ${MOST_MAX_BODY_BYTES} bytes. choose a value in that range`,
  );
}

function remedy(kind: PayloadKind, bytes: number): string {
  if (kind === 'asynchronous') return 'raise its largest payload';
  const isRealTime = KINDS[kind].readsByDefault !== undefined;
  const raised = `${Environment.MAX_BODY_BYTES} (up to ${REAL_TIME.most})`;
  if (bytes > REAL_TIME.most) return 'serve it with an AsyncInferenceEndpoint';
  if (isRealTime) return `set ${raised}, or use an AsyncInferenceEndpoint`;
  const endpoint = `an InferenceEndpoint${bytes > DEFAULT_MAX_BODY_BYTES ? ` with ${raised}` : ''}`;
  return `serve it with ${endpoint} or an AsyncInferenceEndpoint`;
}
