import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import { aliasIn } from '@inference-constructs/core/out/serving/imported-name';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';

interface Identity {
  readonly functionName: string;
  readonly aliasName: string;
  readonly aliasArn: string;
}

/** A function by its name, in the account and region of the stack. */
export function importFunctionName(scope: Construct, id: string, functionName: string): IOnnxFunction {
  const { aliasName } = FUNCTION_DEFAULTS;
  const aliasArn = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `${functionName}:${aliasName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new ImportedFunction(scope, id, { functionName, aliasName, aliasArn });
}

export function importAliasArn(scope: Construct, id: string, aliasArn: string): IOnnxFunction {
  return new ImportedFunction(scope, id, { ...at(`${scope.node.path}/${id}`, () => partsOf(aliasArn)), aliasArn });
}

function partsOf(aliasArn: string) {
  if (!Token.isUnresolved(aliasArn)) return aliasIn(aliasArn);
  const parts = Fn.split(':', aliasArn);
  return { functionName: Fn.select(6, parts), aliasName: Fn.select(7, parts) };
}

class ImportedFunction extends OnnxFunctionBase {
  /** Name of the function. */
  public readonly functionName: string;
  /** ARN of the alias. */
  public readonly aliasArn: string;
  /** @internal */
  protected override readonly _aliasName: string;

  constructor(scope: Construct, id: string, { functionName, aliasName, aliasArn }: Identity) {
    super(scope, id);
    this.functionName = functionName;
    this._aliasName = aliasName;
    this.aliasArn = aliasArn;
  }
}
