// Runs before the page is drawn, so that it never flashes in the wrong colours.
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}
