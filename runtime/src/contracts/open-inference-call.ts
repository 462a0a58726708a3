import { splitBody, TRITON_TYPE, type SplitBody } from '../codec/open-inference/body';
import { readInferRequest, type InferRequest } from '../codec/open-inference/request';
import { writeInferResponse } from '../codec/open-inference/response';
import { marked } from '../predict/fallback-mark';
import type { Reply, Service } from '../predict/service';
import type { Exchange } from '../server/route-table';
import { contentOf } from './content';
import type { Host } from './host';

/** One inference. `headerSize` tells how much of the body is JSON; without it, all is. */
export async function inferReply(
  host: Host,
  service: Service,
  exchange: Exchange,
  body: Buffer,
  headerSize: string | undefined,
  respond: (response: SplitBody) => Reply,
): Promise<Reply> {
  const { manifest } = service;
  let request: InferRequest;
  return service.ask(
    async () => {
      request = readInferRequest(splitBody(await contentOf(body, exchange, host), headerSize), manifest.signature);
      return request.inputs;
    },
    (prediction) => marked(prediction, respond(writeInferResponse(manifest, prediction, request.wanted, request.id))),
    { deadline: exchange.deadline(), isGone: exchange.isGone },
  );
}

/** The size of the JSON in a header of its own. */
export function respondWithHeader({ json, binary }: SplitBody): Reply {
  return binary.length === 0
    ? { status: 200, contentType: 'application/json', body: json }
    : {
        status: 200,
        contentType: 'application/octet-stream',
        body: Buffer.concat([json, binary]),
        headers: { 'Inference-Header-Content-Length': String(json.length) },
      };
}

/** The size of the JSON in the content type: SageMaker lets no other header through. */
export function respondWithType({ json, binary }: SplitBody): Reply {
  return binary.length === 0
    ? { status: 200, contentType: 'application/json', body: json }
    : {
        status: 200,
        contentType: `${TRITON_TYPE};json-header-size=${json.length}`,
        body: Buffer.concat([json, binary]),
      };
}
