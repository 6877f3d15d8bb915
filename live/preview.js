// Shows a page of the preview as it now is, and what is wrong with the build. The preview's server
// puts it into pages that it sends; it is no part of the site.
"use strict";

(() => {
  const { page, version } = document.currentScript.dataset;
  const address = `/.live/events?${new URLSearchParams({ page, version })}`;
  const panel = document.createElement("aside");
  let events;

  /** Listen while the page can be seen: browsers hold few connections to one host. */
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(address);
    events.addEventListener("reload", () => {
      events.close();
      location.reload();
    });
    events.addEventListener("faults", ({ data }) => show(JSON.parse(data)));
  }

  function show(faults) {
    panel.replaceChildren();
    if (!faults.length) return;
    const details = document.createElement("details");
    details.open = true;
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    details.append(element("summary", `The build has found ${count}`));
    const list = element("ul");
    list.append(...faults.map((fault) => element("li", fault)));
    details.append(list);
    panel.append(details);
  }

  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  panel.id = "live-faults";
  panel.setAttribute("role", "status");
  document.body.append(panel);
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  addEventListener("pagehide", () => events?.close());
  listen();
})();
