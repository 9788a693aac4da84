// Marks the passage that the address names (#char=10,26), which no stylesheet can: it may reach over several elements.
function mark() {
  const named = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  for (const piece of document.querySelectorAll("[data-start]")) {
    const inside = named && +piece.dataset.start >= +named[1] && +piece.dataset.end <= +named[2];
    piece.classList.toggle("hit", Boolean(inside));
  }
}
addEventListener("hashchange", mark);
mark();
