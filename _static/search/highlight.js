// Marks the words of a search on the page that a result led to. Loaded where the address names
// them, as in `?highlight=chatbots`. Escape takes the marks away.
"use strict";

(() => {
  const MOST_WORDS = 12;
  const article = document.querySelector("article[role='main']");
  const asked = new URLSearchParams(location.search).getAll("highlight").join(" ");
  const words = [...new Set(asked.toLowerCase().split(/\s+/))].filter(Boolean).slice(0, MOST_WORDS);
  if (!article || !words.length) return;

  // What has a meaning in a pattern is written so that it has none.
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");

  for (const text of textNodes()) mark(text);
  document.addEventListener("keydown", unmark);

  function textNodes() {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("svg, .headerlink")) {
        found.push(walker.currentNode);
      }
    }
    return found;
  }

  function mark(text) {
    for (const { index, 0: word } of [...text.data.matchAll(pattern)].reverse()) {
      const found = text.splitText(index);
      found.splitText(word.length);
      const marked = document.createElement("mark");
      marked.className = "search-mark";
      found.replaceWith(marked);
      marked.append(found);
    }
  }

  function unmark(event) {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    document.removeEventListener("keydown", unmark);
    for (const marked of article.querySelectorAll(".search-mark")) {
      const parent = marked.parentNode;
      marked.replaceWith(...marked.childNodes);
      parent.normalize();
    }
  }
})();
