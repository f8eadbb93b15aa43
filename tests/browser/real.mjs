// The real site: its own pages, with the box in them, and its own index, at one origin; not there without ../shared.
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {box} from './box.mjs';
import {render, style} from './hugo.mjs';
import {openPage, startSite} from './stage.mjs';

const html = process.env.TWC_REAL_HTML;

const script = readFileSync(new URL('../../docs/hugo/search.js', import.meta.url));
const ofTheme = /<div\s+id="search-wrapper"[\s\S]*?<ul id="search-results">[\s\S]*?<\/ul>\s*<\/section>\s*<\/div>\s*<\/div>/;

/* A page as it is published, less what a strict policy refuses (it has scripts and styles in its text, and loads from elsewhere),
 * with the partial of docs/hugo in the place of the theme's: the theme's own header, button and script address. Added are a field
 * to type in, which these pages have none of, and the theme's colours, since its sheet is not published with them. Under /ar/
 * is the front page as if it were in a language that the site has not, from right to left. */
function withBox(path, attributes) {
  const file = join(html, decodeURIComponent(path).replace(/^\/ar\//, '/en/'), path.endsWith('/') ? 'index.html' : '');
  if (!existsSync(file) || !file.endsWith('.html')) return undefined;
  const page = path.startsWith('/ar/') ? readFileSync(file, 'utf8').replace('lang="en"', 'lang="ar"').replace('dir="ltr"', 'dir="rtl"') : readFileSync(file, 'utf8');
  const lang = /<html\s[^>]*lang="(\w+)"/.exec(page)?.[1] ?? 'en';
  if (/search-wrapper/.test(page)) assert.match(page, ofTheme);
  return page.replace(ofTheme, () => render(lang).replace('<twc-search', `<twc-search ${attributes}`))
    .replace('</head>', '<link rel="stylesheet" href="/site.css"></head>').replace('<a ', '<a id="first" ').replace('</body>', '<label>Name <input id="other"></label></body>').replace(/<(style|iframe|video|svg)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<script\b(?![^>]*(twc-search|\/js\/search)\.js)[\s\S]*?<\/script>/g, '').replace(/<(link|img|source)\b(?![^>]*site\.css)[^>]*>/g, '').replace(/\sstyle="[^"]*"/g, '').replace(/<base\b[^>]*>/, '');
}

const send = (type, body) => (_, res) => res.writeHead(200, {'Content-Type': type}).end(body);

/* Instead of the theme's own sheet: enough for the pages to be no wider than a screen, and to be looked at. */
const dress = `body { margin: 1rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; background: rgb(var(--color-neutral)); color: rgb(var(--color-neutral-900)) }
  a { color: rgb(var(--color-primary-700)) } .dark body { background: rgb(38, 38, 38); color: #fff } .dark a { color: rgb(var(--color-primary-300)) }
  header ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none } table { display: block; overflow-x: auto }`;

/* For startSite: the real site. */
export const realSite = {page: withBox, opener: '[data-twc-open]', routes: {'/js/search.js': send('text/javascript', script), '/site.css': send('text/css', style + dress)}};

const anchors = (page) => [...page.matchAll(/\sid="?([^"\s>]+)/g)].map((m) => m[1]);

export default {
  async 'its own button opens the box and a hit is a page of it'({browser, note, site}) {
    const page = note(await openPage(browser));
    await page.goto(site.url + '/nl/');
    await page.locator('[data-twc-open]').first().click();
    await page.keyboard.type('ondernemingsraad');
    await box(page).hits.first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => u.pathname.startsWith('/nl/') && !u.searchParams.has('search'));
    assert.match(await page.locator('h1').first().textContent(), /\S/);
  },

  async 'every address in the box leads to a page, and to its heading'({browser, note, site}) {
    const page = note(await openPage(browser));
    for (const [lang, words] of [['nl', 'staking'], ['nl', 'ontslag vergoeding'], ['en', 'works council'], ['en', 'union'], ['en', 'data centre']]) {
      await page.goto(`${site.url}/${lang}/?search=${encodeURIComponent(words)}`);
      await box(page).hits.first().waitFor();
      const hrefs = await box(page).options.evaluateAll((all) => all.map((a) => a.href));
      for (const href of hrefs.filter((one) => !new URL(one).pathname.startsWith('/search'))) {
        const {pathname, hash} = new URL(href);
        const there = withBox(pathname);
        assert.ok(there, `${words}: ${pathname}`);
        const anchor = decodeURIComponent(hash.slice(1).split(':~:')[0]);
        if (anchor) assert.ok(anchors(there).includes(anchor), `${words}: ${pathname}#${anchor}`);
      }
    }
  },

  async 'its own list is searched when the daemon is away'(stage) {
    const site = await startSite(null, realSite);
    try {
      const page = stage.note(await openPage(stage.browser));
      await page.route('**/index.json', (r) => {
        const file = html + new URL(r.request().url()).pathname;
        return existsSync(file) ? r.fulfill({body: readFileSync(file), contentType: 'application/json'}) : r.fulfill({status: 404});
      });
      await page.goto(site.url + '/nl/');
      await page.keyboard.press('/');
      await box(page).input.fill('middenklasse');
      await box(page).hits.first().waitFor();
      const texts = (await page.locator('twc-search .list').textContent());
      assert.doesNotMatch(texts, /&\w+;|<\w/);
      await page.keyboard.press('Enter');
      await page.waitForURL((u) => u.pathname.startsWith('/nl/') && u.pathname.length > 4);
    } finally {
      await site.stop();
    }
  },
};
