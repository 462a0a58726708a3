import { Fault } from '../errors';

/** How the data of a request or an answer may be written. */
export type MediaType =
  'application/json' | 'application/jsonlines' | 'text/csv' | 'application/x-npy' | 'application/octet-stream';

const KNOWN: readonly MediaType[] = [
  'application/json',
  'application/jsonlines',
  'text/csv',
  'application/x-npy',
  'application/octet-stream',
];

/** What else JSON Lines are called. */
const ALIASES: Readonly<Record<string, MediaType>> = {
  'application/jsonl': 'application/jsonlines',
  'application/x-jsonlines': 'application/jsonlines',
  'application/x-ndjson': 'application/jsonlines',
};
const EXPECTED = `${KNOWN.slice(0, -1).join(', ')} or ${KNOWN[KNOWN.length - 1]}`;
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
  const known = find(name);
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
  if (accept === undefined) {
    return request;
  }
  for (const range of accept.toLowerCase().split(',')) {
    const [name, ...parameters] = range.split(';');
    const known = find(name);
    if (known !== undefined && !parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter))) {
      return known;
    }
  }
  return request;
}

function find(name: string): MediaType | undefined {
  const trimmed = name.trim();
  return KNOWN.find((type) => type === trimmed) ?? (Object.hasOwn(ALIASES, trimmed) ? ALIASES[trimmed] : undefined);
}
