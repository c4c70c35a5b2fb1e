import type { TemplateResource } from '../../template-model';
import { generatedName } from './identity';

/**
 * Whether a text is the name that stands for a resource's generated one, in a stack of whatever name. A name so long
 * that it was cut is none, and neither is that of a resource that the template names.
 */
export function isGeneratedName(
  text: string,
  { type, stackName, logicalId, name }: TemplateResource,
): boolean {
  const ending = FIFO.exec(text)?.[0] ?? '';
  if (name !== generatedName(type, stackName, logicalId, ending)) return false;
  const at = text.toLowerCase().lastIndexOf(`-${logicalId.toLowerCase()}-`);
  return at > 0 && text === generatedName(type, text.slice(0, at), logicalId, ending);
}

// --- internal ---

const FIFO = /\.fifo$/;
