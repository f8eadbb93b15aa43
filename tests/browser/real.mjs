// The box on the real site's own pages, with its own index, at one origin; skipped where ../shared is not.
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {box, moved} from './box.mjs';
import {render} from './hugo.mjs';
import {openPage, startDaemon, startSite} from './stage.mjs';

const html = process.env.TWC_REAL_HTML;

const script = readFileSync(new URL('../../docs/hugo/search.js', import.meta.url));
const ofTheme = /<div\s+id="search-wrapper"[\s\S]*?<ul id="search-results">[\s\S]*?<\/ul>\s*<\/section>\s*<\/div>\s*<\/div>/;

/* A page as it is published, less what a strict policy refuses (it has scripts and styles in its text, and loads from elsewhere),
 * with the partial of docs/hugo in the place of the theme's: the theme's own header, button and script address. */
function withBox(path) {
  const file = join(html, decodeURIComponent(path), path.endsWith('/') ? 'index.html' : '');
  if (!existsSync(file) || !file.endsWith('.html')) return undefined;
  const page = readFileSync(file, 'utf8');
  const lang = /<html\s[^>]*lang="(\w+)"/.exec(page)?.[1] ?? 'en';
  if (/search-wrapper/.test(page)) assert.match(page, ofTheme);
  return page.replace(ofTheme, () => render(lang)).replace(/<(style|iframe|video|svg)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<script\b(?![^>]*(twc-search|\/js\/search)\.js)[\s\S]*?<\/script>/g, '').replace(/<(link|img|source)\b[^>]*>/g, '').replace(/\sstyle="[^"]*"/g, '').replace(/<base\b[^>]*>/, '');
}

const routes = {'/js/search.js': (_, res) => res.writeHead(200, {'Content-Type': 'text/javascript'}).end(script)};

async function stand(stage, go, more) {
  if (!html) stage.skip('there is no ../shared');
  const daemon = await startDaemon(process.env.TWC_SEARCHD, process.env.TWC_REAL_INDEX, ['--time-budget', '5000']);
  const site = await startSite(daemon, {page: withBox, routes, ...more});
  try {
    await go({...stage, daemon, site});
  } finally {
    await site.stop();
    await daemon.stop();
  }
}

const anchors = (page) => [...page.matchAll(/\sid="?([^"\s>]+)/g)].map((m) => m[1]);

export default {
  async 'on the real site its button opens the box and a hit is a page of it'(stage) {
    await stand(stage, async ({browser, note, site}) => {
      const page = note(await openPage(browser));
      await page.goto(site.url + '/nl/');
      await page.locator('[data-twc-open]').first().click();
      await page.keyboard.type('ondernemingsraad');
      await box(page).hits.first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL((u) => u.pathname.startsWith('/nl/') && !u.searchParams.has('search'));
      assert.match(await page.locator('h1').first().textContent(), /\S/);
    });
  },

  async 'on the real site every address in the box leads to a page, and to its heading'(stage) {
    await stand(stage, async ({browser, note, site}) => {
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
    });
  },

  async 'typed by letters, each 150 ms, on the real site, a first search moves under 20 kB in all'(stage) {
    await stand(stage, async (real) => {
      for (const [lang, words] of [['nl', 'ondernemings'], ['en', 'works council']]) {
        const {all, parts} = await moved(real, `/${lang}/`, words);
        console.log(`  the real site, ${lang}: script, sheet and all answers to “${words}”: ${all} bytes (${parts})`);
        assert.ok(all > 8000 && all < 20000, `${all} bytes`);
      }
    }, {secure: true});
  },

  async 'on the real site its own list is searched when the daemon is away'(stage) {
    if (!html) stage.skip('there is no ../shared');
    const site = await startSite(null, {page: withBox, routes});
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
