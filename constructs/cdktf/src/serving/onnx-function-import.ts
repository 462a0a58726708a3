import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import { aliasIn } from '@inference-constructs/core/out/serving/imported-name';
import { accountOf, partitionOf, regionOf } from '../render/account';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';

interface Identity {
  readonly functionName: string;
  readonly aliasName: string;
  readonly aliasArn: string;
}

/** A function by its name, in the account and region of the provider. */
export function importFunctionName(scope: Construct, id: string, functionName: string): IOnnxFunction {
  const { aliasName } = FUNCTION_DEFAULTS;
  const place = `${partitionOf(scope)}:lambda:${regionOf(scope)}:${accountOf(scope)}`;
  const aliasArn = `arn:${place}:function:${functionName}:${aliasName}`;
  return new ImportedFunction(scope, id, { functionName, aliasName, aliasArn });
}

export function importAliasArn(scope: Construct, id: string, aliasArn: string): IOnnxFunction {
  return new ImportedFunction(scope, id, { ...at(`${scope.node.path}/${id}`, () => partsOf(aliasArn)), aliasArn });
}

function partsOf(aliasArn: string) {
  if (!Token.isUnresolved(aliasArn)) return aliasIn(aliasArn);
  const part = (i: number) => Token.asString(Fn.element(Fn.split(':', aliasArn), i));
  return { functionName: part(6), aliasName: part(7) };
}

class ImportedFunction extends OnnxFunctionBase {
  public readonly functionName: string;
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
