// Opens the search: the one script of it that every page loads. The others follow when a reader
// asks for them.
"use strict";

(() => {
  const ROOT = document.documentElement.dataset.content_root ?? "";
  const signpost = (globalThis.signpost ??= {});
  let versions;

  function bring(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = ROOT + address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`${address.split("?")[0]} cannot be loaded`)));
      document.head.append(script);
    });
  }

  /** The address of a file with its version, so that no two versions are mixed where a site is renewed. */
  async function addressOf(path) {
    versions ??= bring("data/versions.js").catch(() => {}); // Without it files are loaded all the same.
    await versions;
    const version = globalThis.signpostVersions?.[path];
    return version ? `${path}?v=${version}` : path;
  }

  /** Run a script of the site. */
  signpost.load = (path) => addressOf(path).then(bring);

  const form = document.querySelector(".sidebar-search-container");
  if (!form) return;
  const box = form.querySelector("input");
  // On the page search.html the search is a part of the page; elsewhere it is a dialog.
  const page = document.getElementById("search-page");
  const place = page ?? document.createElement("dialog");
  const input = document.createElement("input");
  let begun = false;

  /** Put the box where the search is, so that it takes words at once, and load the rest. */
  function begin() {
    if (begun) return;
    begun = true;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    addressOf("_static/search/search.css").then((address) => {
      style.href = ROOT + address;
      document.head.append(style);
    });
    input.ariaLabel = "Search the handbook";
    input.autocomplete = "off";
    place.classList.add("search");
    if (page) {
      page.replaceChildren();
    } else {
      place.ariaLabel = "Search";
      document.body.append(place);
    }
    place.append(input);
    const ours = "_static/search/";
    // The code and its data come at once; the dialog says so where names do not.
    const names = signpost.load(`${ours}names.js`).then(() => void signpost.names.load(), () => {});
    Promise.all([signpost.load(`${ours}dialog.js`), names])
      .then(() => signpost.start(place, input, { ...form.dataset, address: form.getAttribute("action") }))
      .catch(() => {
        const link = document.createElement("a");
        link.href = form.dataset.index;
        link.textContent = "Roles from A to Z";
        place.append("The search could not be loaded. Look in: ", link);
      });
  }

  /** Open the search, with what the reader has written elsewhere. */
  signpost.open = (text = "") => {
    begin();
    if (!page && !place.open) place.showModal();
    if (text) {
      input.value = text;
      input.dispatchEvent(new Event("input"));
    }
    input.focus();
    if (!text) input.select();
  };

  function isWriting({ target }) {
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const isK = key.toLowerCase() === "k" && ctrlKey !== metaKey && !altKey && !shiftKey;
    const isSlash = key === "/" && !ctrlKey && !metaKey && !altKey && !isWriting(event);
    if (!isK && !isSlash) return;
    event.preventDefault();
    signpost.open();
  });

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!event.target.closest(".sidebar-search-container, .search-opener")) return;
    event.preventDefault();
    signpost.open();
  });

  // Whoever comes to the box by the keyboard may go past it: the first letter opens the search.
  box.addEventListener("focus", begin);
  box.addEventListener("input", () => {
    const text = box.value;
    box.value = "";
    signpost.open(text);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signpost.open(box.value);
  });

  if (page) begin();
  if (new URLSearchParams(location.search).has("highlight")) {
    signpost.load("_static/search/highlight.js").catch(() => {});
  }
})();
