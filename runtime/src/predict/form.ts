import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { splitBody } from '../codec/open-inference/body';
import { readInferRequest } from '../codec/open-inference/request';
import type { Wanted } from '../codec/open-inference/wanted';
import type { MediaType } from '../codec/media-type';
import type { Tensors } from '../engine/engine';
import { FORMATS } from './formats';
import { readInstances } from './instances';

/** How a contract writes a request, and how it wants its answer: plain data, so that another thread can be told. */
export type Form =
  | InvocationsForm
  | {
      readonly kind: 'open-inference';
      /** How much of the body is JSON; without it, all is. */
      readonly headerSize?: string;
      readonly sizeIn: SizeIn;
    }
  | { readonly kind: 'kserve-v1' };

export interface InvocationsForm {
  readonly kind: 'invocations';
  readonly type: MediaType;
  readonly answer: MediaType;
}

/** Where an answer with binary tensors tells how much of it is JSON. */
export type SizeIn = 'header' | 'content-type';

/** How one answer is to be written. */
export type AnswerForm =
  { readonly kind: 'invocations'; readonly type: MediaType } | InferAnswerForm | { readonly kind: 'kserve-v1' };

export interface InferAnswerForm {
  readonly kind: 'open-inference';
  readonly sizeIn: SizeIn;
  readonly wanted: readonly Wanted[];
  readonly id?: string;
}

/** What a request asks. */
export interface Reading {
  readonly inputs: Tensors;
  readonly answer: AnswerForm;
}

/** Reads a body in one go. Throws a `Fault` where it is not what its form says. */
export function readForm(form: Form, body: Buffer, manifest: ModelManifest): Reading {
  const { signature } = manifest;
  switch (form.kind) {
    case 'invocations':
      return { inputs: FORMATS[form.type].read(body, signature), answer: { kind: form.kind, type: form.answer } };
    case 'open-inference': {
      const { inputs, wanted, id } = readInferRequest(splitBody(body, form.headerSize), signature);
      return { inputs, answer: { kind: form.kind, sizeIn: form.sizeIn, wanted, id } };
    }
    case 'kserve-v1':
      return { inputs: readInstances(body, manifest), answer: form };
  }
}
