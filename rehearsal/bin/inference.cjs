#!/usr/bin/env node
// npm links a command only if its file is there when it installs: in a clone the bundle is built after that.
require('../out/cli.js');
