import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { TRITON_TYPE } from '../codec/open-inference/body';
import { writeInferResponse } from '../codec/open-inference/response';
import type { InferAnswerForm } from './form';
import type { Prediction } from './prediction';
import type { Reply } from './reply';

/** An answer of the Open Inference Protocol: JSON, and behind it the tensors that are wanted in binary. */
export function inferReply(manifest: ModelManifest, prediction: Prediction, form: InferAnswerForm): Reply {
  const { json, binary } = writeInferResponse(manifest, prediction, form.wanted, form.id);
  if (binary.length === 0) {
    return { status: 200, contentType: 'application/json', body: json };
  }
  const body = Buffer.concat([json, binary]);
  // SageMaker lets no header but the content type through.
  return form.sizeIn === 'content-type'
    ? { status: 200, contentType: `${TRITON_TYPE};json-header-size=${json.length}`, body }
    : {
        status: 200,
        contentType: 'application/octet-stream',
        body,
        headers: { 'Inference-Header-Content-Length': String(json.length) },
      };
}
