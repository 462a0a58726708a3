import { Fault } from '../errors';

export type MediaType = 'application/json' | 'text/csv';

const KNOWN: readonly MediaType[] = ['application/json', 'text/csv'];
const EXPECTED = KNOWN.join(' or ');
const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii']);

/** The type of a request's body. */
export function readContentType(header: string | undefined): MediaType {
  if (header === undefined || header.trim() === '') {
    throw new Fault('ContentTypeUnknown', `The request has no content type: expected ${EXPECTED}.`, {
      field: 'content-type',
      expected: EXPECTED,
      got: 'nothing',
    });
  }
  const [name, ...parameters] = header.toLowerCase().split(';');
  const known = KNOWN.find((type) => type === name.trim());
  if (known === undefined) {
    throw new Fault('ContentTypeUnknown', `The content type is not known here: expected ${EXPECTED}.`, {
      field: 'content-type',
      expected: EXPECTED,
      got: 'another type',
    });
  }
  for (const parameter of parameters) {
    const [key, value = ''] = parameter.split('=');
    if (key.trim() === 'charset' && !CHARSETS.has(value.trim().replace(/^"(.*)"$/, '$1'))) {
      throw new Fault('ContentTypeUnknown', 'The charset is not known here: expected utf-8.', {
        field: 'content-type',
        expected: 'charset utf-8',
        got: 'another charset',
      });
    }
  }
  return known;
}

/** The type of the answer: the first that `Accept` names and we have, otherwise the request's own. */
export function chooseAnswerType(accept: string | undefined, request: MediaType): MediaType {
  const wanted = accept?.split(',').map((range) => range.split(';')[0].trim().toLowerCase()) ?? [];
  return KNOWN.find((type) => type === wanted.find((range) => KNOWN.includes(range as MediaType))) ?? request;
}
