import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { chooseAnswerType, readContentType } from '../codec/media-type';
import type { Form } from './form';
import { FORMATS } from './formats';

/** A request as any door got it. */
export interface Call extends Asked {
  readonly body: Buffer;
  /** How a contract with a form of its own writes it; otherwise the headers say it. */
  readonly form?: Form;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly accept?: string;
  /** Also of the body once it is decoded. */
  readonly maxBodyBytes: number;
  /** Whether it comes again when it fails: a fallback's answer would then be worse than none. */
  readonly comesAgain?: boolean;
}

/** How long the answer is of use. */
export interface Asked {
  /** See `Waiter`. */
  readonly deadline?: number;
  /** Whether nobody waits for the answer any more; absent where that cannot be known. */
  readonly isGone?: () => boolean;
}

const JSON_TYPE = 'application/json';
const PLAIN: Form = { kind: 'invocations', type: JSON_TYPE, answer: JSON_TYPE };

/** Throws a `Fault` where a body or an answer cannot be written so. */
export function formOf(call: Call, manifest: ModelManifest): Form {
  if (call.form !== undefined) {
    return call.form;
  }
  if (isPlain(call)) {
    return PLAIN;
  }
  const type = readContentType(call.contentType);
  const answer = chooseAnswerType(call.accept, type);
  FORMATS[answer].check(manifest);
  return { kind: 'invocations', type, answer };
}

/** JSON in and JSON out, said as most clients say it. */
function isPlain({ contentType, accept }: Call): boolean {
  return contentType === JSON_TYPE && (accept === undefined || accept === '*/*' || accept === JSON_TYPE);
}
