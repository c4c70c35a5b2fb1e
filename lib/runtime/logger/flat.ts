/**
 * The same text, for one that goes into many records: V8 keeps what is concatenated as a tree, which every record would walk
 * anew, until somebody needs its bytes.
 */
export function flat(text: string): string {
  Buffer.byteLength(text);
  return text;
}
