// docs/hugo: the partial and the script that put the box into the theme of a Hugo site.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {openPage, policy, startSite} from './stage.mjs';

const root = new URL('../../', import.meta.url);
const partial = readFileSync(new URL('docs/hugo/search.html', root), 'utf8');
const script = readFileSync(new URL('docs/hugo/search.js', root), 'utf8');
const words = {en: 'Search', nl: 'Zoeken'};

/* What Hugo makes of the few expressions in the partial; one that is not known here fails. */
export function render(lang, daemon = '') {
  const html = partial.replaceAll(/\{\{- \/\*.*?\*\/ -\}\}\n/gs, '')
    .replaceAll(/\s*\{\{-? with site\.Params\.twcSearch \}\}(.*?)\{\{ end \}\}/g, (_, inside) => daemon && inside.replaceAll('{{ . }}', daemon))
    .replaceAll(/\{\{ "([^"]*)" \| relURL \}\}/g, '/$1')
    .replaceAll(/\{\{ "([^"]*)" \| relLangURL \}\}/g, `/${lang}/$1`)
    .replaceAll('{{ i18n "search.input_placeholder" }}', words[lang]);
  assert.doesNotMatch(html, /\{\{/);
  return html;
}

/* The variables that the theme's colour schemes set, and the buttons that its header has. */
const style = `:root { --color-neutral: 255, 255, 255; --color-neutral-100: 245, 245, 245; --color-neutral-200: 229, 229, 229; --color-neutral-300: 212, 212, 212;
  --color-neutral-600: 82, 82, 82; --color-neutral-700: 64, 64, 64; --color-neutral-800: 38, 38, 38; --color-neutral-900: 23, 23, 23; --color-primary-300: 253, 164, 175;
  --color-primary-700: 190, 18, 60; --color-secondary-200: 187, 247, 208; --color-secondary-800: 22, 101, 52; }`;
const page = (lang) => `<!doctype html><html lang="${lang}" dir="ltr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title>
<link rel="stylesheet" href="/css/main.css"><script type="module" src="/js/search.js" defer></script><body><header><button id="search-button-1" title="${words[lang]} (/)">?</button></header>
<main><h1>Words</h1></main>${render(lang)}</body></html>`;

const send = (type, body) => (req, res) => res.writeHead(200, {'Content-Type': type, 'Content-Security-Policy': policy}).end(body);
const site = (daemon) => startSite(daemon, {routes: {
  '/en/': send('text/html', page('en')), '/nl/': send('text/html', page('nl')),
  '/css/main.css': send('text/css', style), '/js/search.js': send('text/javascript', script),
}});

async function opened(stage, server, path, options) {
  const page = stage.note(await openPage(stage.browser, options));
  await page.goto(server.url + path);
  await page.locator('#search-button-1[data-twc-open]').click();
  return page;
}

export default {
  async 'in the Hugo theme its own button opens the box, in both languages and its colours'(stage) {
    const server = await site(stage.daemon);
    for (const [lang, q, hint] of [['en', 'strike', 'What are you looking for?'], ['nl', 'staken', 'Waar zoek je naar?']]) {
      const page = await opened(stage, server, `/${lang}/`, {colorScheme: 'dark'}); /* the theme is light all the same */
      assert.equal(await page.getByRole('combobox').getAttribute('placeholder'), hint);
      await page.keyboard.type(q);
      const first = page.locator('twc-search [role=option]').first();
      await first.waitFor();
      assert.equal(await first.getAttribute('lang'), lang);
      const color = (selector, name) => page.locator(selector).first().evaluate((e, n) => getComputedStyle(e)[n], name);
      assert.equal(await color('twc-search dialog', 'backgroundColor'), 'rgb(255, 255, 255)');
      assert.equal(await color('twc-search [role=option] .title', 'color'), 'rgb(190, 18, 60)');
      await page.evaluate(() => document.documentElement.classList.add('dark'));
      await page.locator('twc-search[theme=dark]').waitFor({state: 'attached'});
      assert.equal(await color('twc-search dialog', 'backgroundColor'), 'rgb(38, 38, 38)');
      assert.equal(await page.locator('twc-search').getByRole('button', {name: words[lang], exact: true}).count(), 0);
    }
    await server.stop();
  },

  async 'in the Hugo theme a search without JavaScript reaches the results'(stage) {
    const server = await site(stage.daemon);
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    await page.goto(server.url + '/nl/');
    await page.getByLabel('Zoeken').fill('staken');
    await page.keyboard.press('Enter');
    await page.locator('.hits h2').first().waitFor();
    await server.stop();
  },

  async 'Hugo makes of the partial what these tests do'() {
    if (spawnSync('hugo', ['version']).status !== 0) return console.log('  skipped: hugo is not installed (apt-get install hugo)');
    const folder = mkdtempSync(join(tmpdir(), 'twc-hugo-'));
    const put = (path, text) => { mkdirSync(dirname(join(folder, path)), {recursive: true}); writeFileSync(join(folder, path), text); };
    put('hugo.yaml', 'baseURL: https://site.example/\ndefaultContentLanguage: nl\ndefaultContentLanguageInSubdir: true\ndisableKinds: [taxonomy, term, RSS, sitemap]\nlanguages: {nl: {weight: 1}, en: {weight: 2}}\n');
    put('config.yaml', readFileSync(join(folder, 'hugo.yaml'))); /* its older name */
    for (const lang of ['nl', 'en']) put(`i18n/${lang}.yaml`, `search:\n  input_placeholder: ${words[lang]}\n`);
    for (const name of ['layouts/partials', 'layouts/_partials']) put(`${name}/search.html`, partial);
    put('layouts/index.html', '{{ partial "search.html" . }}');
    const build = (daemon, ...options) => {
      const built = spawnSync('hugo', ['--quiet', '--source', folder, ...options]);
      assert.equal(built.status, 0, String(built.stderr) + built.stdout);
      for (const lang of ['nl', 'en']) assert.equal(readFileSync(join(folder, `public/${lang}/index.html`), 'utf8').trim(), render(lang, daemon).trim());
    };
    build('');
    put('config/development/params.yaml', 'twcSearch: http://127.0.0.1:8080\n');
    build('http://127.0.0.1:8080', '--environment', 'development');
    rmSync(folder, {recursive: true});
  },
};
