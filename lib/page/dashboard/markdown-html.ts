import MarkdownIt from 'markdown-it';
import { Html } from '../html';

/** Markdown of a stranger as HTML: tags in it are text, links lead to the web alone, and nothing is fetched. */
export function markdownHtml(markdown: string): Html {
  return new Html(PARSER.render(markdown.replace(BUTTON, '[$1]')));
}

// --- internal ---

/** CloudWatch's own `[button:Label](url)` and `[button:primary:Label](url)`. */
const BUTTON = /\[button:(?:primary:)?([^\]]*)\]/g;

const PARSER = new MarkdownIt({ html: false, linkify: true });
PARSER.validateLink = (address) => /^(?:https?:|mailto:)/i.test(address.trim());
// What is left of the web's addresses in a page that stands alone is worth a link, but not a request.
PARSER.renderer.rules.image = (tokens, index) => PARSER.utils.escapeHtml(tokens[index]!.content);
// The headings of the page are its own.
PARSER.renderer.rules.heading_open = (tokens, index) => `<p class="md-${tokens[index]!.tag}">`;
PARSER.renderer.rules.heading_close = () => '</p>\n';
