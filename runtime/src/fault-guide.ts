import type { FaultCode } from './errors';

/** What a fault tells a client that has met it. */
export interface FaultGuide {
  readonly meaning: string;
  /** What to do with the request. */
  readonly remedy: string;
}

/** Of every fault there is. Not part of an answer, which has words of its own: the page of errors is made from it. */
export const FAULT_GUIDE: Readonly<Record<FaultCode, FaultGuide>> = {
  BodyInvalid: {
    meaning: 'the body is not what its content type says, or has not the form of a request',
    remedy: 'correct how the body is written; `expected` has the forms there are',
  },
  InputMissing: { meaning: 'an input of the model is not in the request', remedy: 'send every input by its name' },
  InputUnknown: { meaning: 'the model has no input of that name', remedy: 'send only the inputs of the model' },
  FeatureMissing: { meaning: 'a row lacks a feature', remedy: 'send every feature in every row' },
  FeatureUnknown: {
    meaning: 'a row has a feature that the input has not',
    remedy: 'leave it out, or correct its name',
  },
  TypeMismatch: { meaning: 'a value is of another type than the input', remedy: 'send the type in `expected`' },
  ShapeMismatch: { meaning: 'an input is of another shape', remedy: 'send the shape in `expected`' },
  NotFinite: {
    meaning: 'a number is missing, not finite or too large for the type, where the model takes none such',
    remedy: 'fill it before it is sent, or declare `missing` in model.json where the model can take it',
  },
  OutOfRange: {
    meaning: 'a number is outside the range in model.json',
    remedy: 'check the value, or what measured it',
  },
  CategoryUnknown: {
    meaning: 'a value is none of the categories in model.json',
    remedy: 'map it to one of them before it is sent',
  },
  DeadlineInvalid: { meaning: 'the deadline is no number of milliseconds', remedy: 'send a whole number from 1 on' },
  RowsMissing: { meaning: 'an input has no rows', remedy: 'send at least one, or nothing' },
  OutputUnknown: { meaning: 'the model has no output of that name', remedy: 'ask for outputs in `expected`' },
  ModelUnloadable: {
    meaning: 'the model that is to be loaded is not sound',
    remedy: 'correct the package; the log says what is wrong',
  },
  ModelUnknown: {
    meaning: 'no model or version of that name is loaded here',
    remedy: 'load it first, or ask for one that is there',
  },
  PathUnknown: { meaning: 'there is nothing at this path', remedy: 'ask the path in `expected`' },
  MethodNotAllowed: {
    meaning: 'the path takes other methods',
    remedy: 'use one that the header `Allow` or `expected` names',
  },
  AnswerTypeUnavailable: {
    meaning: 'the answer cannot be written in the type that was asked for',
    remedy: 'accept `application/json`',
  },
  RequestTimeout: { meaning: 'the request did not arrive in time', remedy: 'send it again, whole' },
  ModelLoaded: { meaning: 'a model of that name is loaded already', remedy: 'unload it first, or take another name' },
  BodyTooLarge: { meaning: 'the body is larger than is taken', remedy: 'send fewer rows at a time' },
  ContentTypeUnknown: {
    meaning: 'the content type is not known, or not for this model',
    remedy: 'send one of those in `expected`',
  },
  ContentEncodingUnknown: { meaning: 'the content encoding is not known', remedy: 'send one of those in `expected`' },
  DeadlineUnreachable: {
    meaning: 'the answer would come after the deadline; nothing was computed',
    remedy: 'try again after `retryAfter`, or give more time',
  },
  HeadersTooLarge: { meaning: 'the headers are too large', remedy: 'send fewer' },
  ClientGone: { meaning: 'the client left before it was answered', remedy: 'nothing: nobody gets this answer' },
  ModelFailed: {
    meaning: 'the model failed on this request',
    remedy: 'do not repeat it as it is; the log of the container has the reason',
  },
  NotReady: { meaning: 'the server starts or stops', remedy: 'try again after `retryAfter`' },
  Overloaded: {
    meaning: 'more waits than can be answered in time; nothing was computed',
    remedy: 'try again after `retryAfter`, with growing pauses',
  },
  CircuitOpen: {
    meaning: 'the model fails on most requests and is not asked for a while',
    remedy: 'try again after `retryAfter`',
  },
  EngineLost: {
    meaning: 'what runs the model ended before it answered; another one starts',
    remedy: 'try again after `retryAfter`, where there is one',
  },
  ReaderLost: {
    meaning: 'what reads large bodies ended before it was done',
    remedy: 'try again once after `retryAfter`, with fewer rows at a time',
  },
  DeadlineExceeded: { meaning: 'the deadline passed before the request ran', remedy: 'give more time, or try again' },
  MemoryShort: { meaning: 'the memory does not hold the model too', remedy: 'unload another one first' },
};
