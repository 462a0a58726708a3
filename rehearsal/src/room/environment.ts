import { devNull } from 'node:os';
import { SDK_VARIABLE } from '../host/messages';

/**
 * Leads every call to AWS to a port of this machine, with credentials that are none. The files in which a developer keeps
 * credentials are out of reach for the SDK, which looks for them in the home directory also without HOME.
 */
export function roomEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_ACCESS_KEY_ID: 'REHEARSAL',
    AWS_SECRET_ACCESS_KEY: 'no-secret',
    AWS_SESSION_TOKEN: 'no-token',
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    [SDK_VARIABLE]: process.cwd(),
  };
}

/** `AWS_ENDPOINT_URL_LAMBDA` of a template would lead elsewhere. */
export const ENDPOINT_OF_A_SERVICE = /^AWS_ENDPOINT_URL_/;
