/** Puts what is packed in a node into it: HTML that the page's maker wrote, raw deflate in base64. */
export async function unpack(node: HTMLElement): Promise<void> {
  const { packed } = node.dataset;
  if (packed === undefined) return;
  delete node.dataset.packed;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  node.insertAdjacentHTML('beforeend', await new Response(stream).text());
}
