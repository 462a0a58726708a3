import { InferenceError } from '../errors';

export function requireUrl(url: string | undefined): void {
  if (url !== undefined) return;
  throw new InferenceError('UrlMissing', 'url (none): the function has no URL. set functionUrl');
}
