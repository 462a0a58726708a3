import { Environment } from '@inference-constructs/core/out/contract/environment';
import { readInteger, type Variables } from './config';

/** What SageMaker's batch transform tells its containers. */
export interface BatchSettings {
  /** Whether a request holds one record, whatever line breaks are in it. */
  readonly isSingleRecord: boolean;
  readonly maxBodyBytes: number;
}

const MIB = 1_048_576;
const MOST_MIB = 1024;

/** Undefined where the container serves no batch transform. */
export function readBatchSettings(variables: Variables, maxBodyBytes: number): BatchSettings | undefined {
  if (variables.SAGEMAKER_BATCH?.toLowerCase() !== 'true') {
    return undefined;
  }
  const isOurs = Boolean(variables[Environment.MAX_BODY_BYTES]);
  const payload = readInteger(variables, 'SAGEMAKER_MAX_PAYLOAD_IN_MB', maxBodyBytes / MIB, 0, MOST_MIB);
  return {
    isSingleRecord: variables.SAGEMAKER_BATCH_STRATEGY?.toUpperCase().replaceAll('_', '') === 'SINGLERECORD',
    // 0 stands for payloads of any size, sent in chunks.
    maxBodyBytes: isOurs ? maxBodyBytes : (payload === 0 ? MOST_MIB : payload) * MIB,
  };
}
