#!/bin/sh
# Copies what onnxruntime needs at run time on this platform: 46 MB of 300.
# sh prune.sh NODE_MODULES DESTINATION
set -eu
from=$1
to=$2
platform=$(node -p 'process.platform + "/" + process.arch')

mkdir -p "$to/onnxruntime-node/dist" "$to/onnxruntime-node/bin/napi-v6/$platform" "$to/onnxruntime-common/dist"
cp "$from/onnxruntime-node/package.json" "$to/onnxruntime-node/"
cp "$from/onnxruntime-node/dist/"*.js "$to/onnxruntime-node/dist/"
# TensorRT is an engine of its own, which the runtime does not offer.
for file in "$from/onnxruntime-node/bin/napi-v6/$platform/"*; do
  case $file in
    *tensorrt*) ;;
    *) cp "$file" "$to/onnxruntime-node/bin/napi-v6/$platform/" ;;
  esac
done
cp "$from/onnxruntime-common/package.json" "$to/onnxruntime-common/"
cp -r "$from/onnxruntime-common/dist/cjs" "$to/onnxruntime-common/dist/"
find "$to" -name '*.map' -delete
find "$to" -name '*.d.ts' -delete
