import type { Verb } from '../verb';
import { SHELLS } from './shells';

export const COMPLETION_VERB: Verb = {
  name: 'completion',
  summary: 'print what makes a shell complete verbs, options and their values: bash, zsh, fish',
  positionals: SHELLS.join(' | '),
  words: SHELLS,
  options: {},
  examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/tiltmeter.fish'],
  page: 'cli',
  load: async () => require('./completion') as typeof import('./completion'),
};
