import type { BatchSettings } from '../batch-settings';
import { chooseAnswerType, readContentType, type MediaType } from '../codec/media-type';
import { log } from '../log';
import type { Service } from '../predict/service';
import type { Route } from '../server/route-table';
import { JSON_FORMAT, rowFormat } from './batch-formats';
import { answerRecords, type BatchHost, type Lines } from './batch-records';
import { recordsOf } from './batch-split';
import { contentOf } from './content';
import { executionParameters } from './execution-parameters';
import { jsonReply } from '../predict/reply';
import { bodyFor, readyService, type Host } from './host';

const LINES = 'application/jsonlines';

/** SageMaker's batch transform: a bad record becomes a placeholder, since a status of 4xx would lose the whole file. */
export function batchTransform(host: Host, settings: BatchSettings): Route[] {
  return [
    {
      method: 'GET',
      path: '/execution-parameters',
      answer: () => {
        readyService(host);
        return jsonReply(executionParameters(host.maxBodyBytes, host.pace?.()));
      },
    },
    {
      method: 'POST',
      path: '/invocations',
      answer: async (exchange) => {
        const service = readyService(host);
        const { headers } = exchange;
        const body = await bodyFor(service, exchange);
        const type = readContentType(headers['content-type']);
        const answerType = chooseAnswerType(headers.accept, type);
        const asked = { deadline: exchange.deadline(), isGone: exchange.isGone };
        if (type === 'application/x-npy' || type === 'application/octet-stream') {
          return service.answer({
            body,
            contentType: type,
            contentEncoding: headers['content-encoding'],
            accept: answerType,
            maxBodyBytes: host.maxBodyBytes,
            ...asked,
          });
        }
        const content = await contentOf(body, exchange, host);
        const { lines, refused, records } = await transform(content, type, answerType, settings, service, {
          ...host,
          ...asked,
        });
        if (refused > 0) {
          log('info', 'records without a prediction', { refused, records });
        }
        const contentType = type === 'application/json' ? type : answerType === 'text/csv' ? answerType : LINES;
        return { status: 200, contentType, body: lines };
      },
    },
  ];
}

async function transform(
  body: Buffer,
  type: MediaType,
  answerType: MediaType,
  settings: BatchSettings,
  service: Service,
  host: BatchHost,
): Promise<Lines & { readonly records: number }> {
  const { manifest } = service;
  const records = await recordsOf(body, type, settings, service, host);
  if (type !== 'application/json') {
    const answered = await answerRecords(records, rowFormat(type, answerType, manifest), service, host);
    return { ...answered, records: records.length };
  }
  let lines = '';
  let refused = 0;
  for (let record = 0; record < records.length; record++) {
    const answered = await answerRecords(records.slice(record, record + 1), JSON_FORMAT, service, host);
    lines += answered.lines;
    refused += answered.refused;
  }
  return { lines, refused, records: records.length };
}
