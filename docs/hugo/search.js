/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme's search buttons open the search box of twc-search, in the theme's colours: assets/js/search.js. See hugo.md
 * beside this folder. A style sheet of the document's own, since a strict policy refuses style elements. */
const box = document.querySelector("twc-search");
const root = document.documentElement;
const shade = (name) => `rgb(var(--color-${name}))`;

const colors = ({ page, text, soft, line, raised, accent, onAccent, mark, onMark }) => `
  --twc-background: ${shade(page)};
  --twc-text: ${shade(text)};
  --twc-soft: ${shade(soft)};
  --twc-line: ${shade(line)};
  --twc-raised: ${shade(raised)};
  --twc-accent: ${shade(accent)};
  --twc-on-accent: ${shade(onAccent)};
  --twc-mark: ${shade(mark)};
  --twc-on-mark: ${shade(onMark)};`;

const light = colors({
  page: "neutral", text: "neutral-900", soft: "neutral-600", line: "neutral-200", raised: "neutral-100",
  accent: "primary-700", onAccent: "neutral", mark: "secondary-200", onMark: "neutral-900",
});
const dark = colors({
  page: "neutral-800", text: "neutral", soft: "neutral-300", line: "neutral-600", raised: "neutral-700",
  accent: "primary-300", onAccent: "neutral-900", mark: "secondary-800", onMark: "neutral",
});

try {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    twc-search { --twc-radius: 0.375rem; ${light} }
    .dark twc-search { ${dark} }
    twc-search::part(button) { display: none; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
} catch {
  /* A browser that cannot adopt one shows the box in its own colours. */
}

/* The theme turns dark by a class, whatever the system says. */
const follow = () => box?.setAttribute("theme", root.classList.contains("dark") ? "dark" : "light");
follow();
new MutationObserver(follow).observe(root, { attributeFilter: ["class"] });

for (const button of document.querySelectorAll("[id^='search-button']")) button.dataset.twcOpen = "";
