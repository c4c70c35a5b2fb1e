#!/usr/bin/env node
import './node-version';
import './program';
