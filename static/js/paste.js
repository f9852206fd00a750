// What comes from a word processor or another page, brought down to what our fields keep: lines, bold, italics, lists, links.
const EMPHASIS = { bold: (style) => /font-weight:\s*(bold|[6-9]00)/i.test(style), italic: (style) => /font-style:\s*italic/i.test(style) };
const DROPPED = "title, meta, link, xml, template, svg, object, iframe, img, video, audio, form, button, select, textarea, input";
const KEPT = new Set(["div", "br", "ul", "ol", "li", "strong", "b", "em", "i", "a"]);
const HEADINGS = "h1, h2, h3, h4, h5, h6";

const styleOf = (element) => element.dataset.style ?? "";

// Our policy lets no style in, not even into a document that nobody sees: styles are read under another name.
const unstyled = (html) => html
  .replace(/<!--[\s\S]*?-->/g, "")
  .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
  .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-style="));

function rename(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

function wrap(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.append(made);
}

const unwrap = (element) => element.replaceWith(...element.childNodes);

// Word writes a list as paragraphs that carry their level in a style of its own, and their sign as text.
function wordLists(body) {
  let open = []; // the lists under way, outermost first
  let last = null;
  for (const line of [...body.querySelectorAll("p, div, li")]) {
    const level = Number(/mso-list:[^;]*\blevel(\d)/i.exec(styleOf(line))?.[1] ?? 0);
    if (!level || line.localName === "li") continue;
    const sign = [...line.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
    const kind = /^\s*(\d|[a-z]{1,3}[.)])/i.test(sign?.textContent ?? "") ? "ol" : "ul";
    sign?.remove();
    if (!last || line.previousElementSibling !== last) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open.at(-1).localName !== kind) open.pop();
    while (open.length < level) {
      const list = body.ownerDocument.createElement(kind);
      if (open.length) (open.at(-1).lastElementChild ?? open.at(-1)).append(list);
      else { line.before(list); last = list; }
      open.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...line.childNodes);
    line.remove();
    open.at(-1).append(item);
  }
}

export function cleaned(html) {
  const { body } = new DOMParser().parseFromString(unstyled(html), "text/html");
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  wordLists(body);
  for (const element of [...body.querySelectorAll("b, span")]) {
    const style = styleOf(element);
    // Google wraps everything in a <b> that says it is not bold.
    if (element.localName === "b" && /font-weight:\s*(normal|400)/i.test(style)) { unwrap(element); continue; }
    if (EMPHASIS.bold(style)) wrap(element, "strong");
    if (EMPHASIS.italic(style)) wrap(element, "em");
  }
  for (const heading of body.querySelectorAll(HEADINGS)) { wrap(heading, "strong"); rename(heading, "div"); }
  for (const cell of body.querySelectorAll("td + td, th + th, td + th, th + td")) cell.prepend(" · ");
  for (const row of body.querySelectorAll("tr, p, blockquote, pre")) rename(row, "div");
  for (const element of [...body.querySelectorAll("*")]) {
    if (!KEPT.has(element.localName)) { unwrap(element); continue; }
    const href = element.localName === "a" ? element.getAttribute("href") : null;
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
    if (href && /^(https?:|mailto:)/i.test(href)) element.setAttribute("href", href);
  }
  for (const line of [...body.querySelectorAll("div")]) if (!line.textContent.trim()) line.remove();
  return body.innerHTML.replace(/\s+/g, " ").replace(/ ?(<\/?(?:div|ul|ol|li|br)>) ?/g, "$1").trim();
}
