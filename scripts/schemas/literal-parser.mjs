import { createRequire } from 'node:module';
import { EnumType } from 'ts-json-schema-generator';

// The generator brings a compiler of its own: the project's has no API in JavaScript.
const require = createRequire(createRequire(import.meta.url).resolve('ts-json-schema-generator'));
const { SyntaxKind } = require('typescript');

/** Reads `keyof typeof TABLE` and `(typeof LIST)[number]` as the literals that the compiler finds. */
export class LiteralParser {
  #checker;

  constructor(checker) {
    this.#checker = checker;
  }

  supportsNode(node) {
    return (
      ((node.kind === SyntaxKind.TypeOperator && node.operator === SyntaxKind.KeyOfKeyword) ||
        node.kind === SyntaxKind.IndexedAccessType) &&
      this.#literalsOf(node) !== undefined
    );
  }

  createType(node) {
    return new EnumType(`literals-${node.getSourceFile().fileName}-${node.pos}`, this.#literalsOf(node));
  }

  /** Undefined for what has other members than texts and numbers. */
  #literalsOf(node) {
    const type = this.#checker.getTypeFromTypeNode(node);
    const members = type.isUnion() ? type.types : [type];
    const isLiteral = (member) => member.isStringLiteral() || member.isNumberLiteral();
    return members.every(isLiteral) ? members.map(({ value }) => value) : undefined;
  }
}
