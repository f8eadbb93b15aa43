// docs/hugo: the partial and the script that put the box into the theme of a Hugo site.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {whole} from './box.mjs';
import {openPage, policy, startDaemon, startSite} from './stage.mjs';

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
    .replaceAll('{{ site.Language.Lang }}', lang)
    .replaceAll('{{ i18n "search.input_placeholder" }}', words[lang]);
  assert.doesNotMatch(html, /\{\{/);
  return html;
}

/* The variables that the theme's colour schemes set, and the buttons that its header has. */
export const style = `:root { --color-neutral: 255, 255, 255; --color-neutral-100: 245, 245, 245; --color-neutral-200: 229, 229, 229; --color-neutral-300: 212, 212, 212;
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

const hasHugo = () => spawnSync('hugo', ['version']).status === 0;
const freePort = () => new Promise((found) => { const s = createServer().listen(0, '127.0.0.1', () => { const {port} = s.address(); s.close(() => found(port)); }); });

/* A site of two languages with the partial and the script in the places that hugo.md names. */
function writeSite() {
  const folder = mkdtempSync(join(tmpdir(), 'twc-hugo-'));
  const put = (path, text) => { mkdirSync(dirname(join(folder, path)), {recursive: true}); writeFileSync(join(folder, path), text); };
  put('hugo.yaml', 'baseURL: https://site.example/\ndefaultContentLanguage: nl\ndefaultContentLanguageInSubdir: true\ndisableKinds: [taxonomy, term, RSS, sitemap]\nlanguages: {nl: {weight: 1}, en: {weight: 2}}\n');
  put('config.yaml', readFileSync(join(folder, 'hugo.yaml'))); /* its older name */
  for (const lang of ['nl', 'en']) put(`i18n/${lang}.yaml`, `search:\n  input_placeholder: ${words[lang]}\n`);
  for (const name of ['layouts/partials', 'layouts/_partials']) put(`${name}/search.html`, partial);
  put('layouts/index.html', '{{ partial "search.html" . }}');
  return {folder, put};
}

/* Starts a program that serves this address on loopback, and waits until it does. */
async function serve(url, program, ...options) {
  const home = process.env.TWC_WORK; /* where what they keep is thrown away */
  const child = spawn(program, options, {stdio: 'ignore', env: {...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home}});
  const ended = new Promise((done) => child.once('exit', done));
  for (let tries = 0; tries < 150 && child.exitCode === null; tries++) {
    if (await fetch(url).then((r) => r.ok, () => false)) return () => (child.kill('SIGTERM'), ended);
    await new Promise((later) => setTimeout(later, 100));
  }
  child.kill('SIGTERM');
  throw new Error(`${program} does not serve ${url}`);
}

export default {
  async 'in the Hugo theme its own button opens the box, in both languages and its colours'(stage) {
    const server = await site(stage.daemon);
    for (const [lang, q, hint] of [['en', 'strike', 'What are you looking for?'], ['nl', 'staken', 'Waar zoek je naar?']]) {
      const page = await opened(stage, server, `/${lang}/`, {colorScheme: 'dark'}); /* the theme is light all the same */
      assert.equal(await page.getByRole('combobox').getAttribute('placeholder'), hint);
      await page.keyboard.type(q);
      const first = page.locator('twc-search [role=option]').first();
      await whole(page);
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
    assert.equal(new URL(page.url()).searchParams.get('lang'), 'nl'); /* the page's language, and not the browser's */
    await server.stop();
  },

  async 'Hugo makes of the partial what these tests do'() {
    if (!hasHugo()) return console.log('  skipped: hugo is not installed (apt-get install hugo)');
    const {folder, put} = writeSite();
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

  async 'beside hugo server the box searches, on two origins and behind Caddy on one'(stage) {
    if (!hasHugo()) stage.skip('hugo is not installed (apt-get install hugo)');
    const [one, two] = [await freePort(), await freePort()];
    const at = `http://localhost:${one}`, {folder, put} = writeSite(), stops = [];
    const daemon = await startDaemon(process.env.TWC_SEARCHD, process.env.TWC_INDEX, ['--time-budget', '5000', '--allow-origin', at]);
    const search = async (url, origin) => {
      const page = stage.note(await openPage(stage.browser));
      const asked = page.waitForRequest((r) => r.url().includes('/api/v1/search'));
      await page.goto(url + '/nl/');
      await page.keyboard.press('/');
      await page.keyboard.type('staken');
      await page.locator('twc-search [role=option]').first().waitFor();
      assert.equal(new URL((await asked).url()).origin, origin);
      assert.equal(new URL(await page.locator('twc-search [role=option]').first().evaluate((a) => a.href)).origin, url); /* the page that is being written */
    };
    try {
      for (const name of ['twc-search.js', 'twc-search.css']) put(`static/${name}`, readFileSync(new URL(`http/box/${name}`, root)));
      put('config/development/params.yaml', `twcSearch: ${daemon.url}\n`);
      stops.push(await serve(at + '/nl/', 'hugo', 'server', '--source', folder, '--bind', '127.0.0.1', '--port', one, '--disableLiveReload'));
      await search(at, daemon.url);
      if (spawnSync('caddy', ['version']).status !== 0) return console.log('  skipped in part: caddy is not installed (apt-get install caddy)');
      put('config/development/params.yaml', 'other: 1\n');
      let text = readFileSync(new URL('docs/proxies/Caddyfile.development', root), 'utf8');
      for (const [from, to] of [['http://localhost:8000 {', `http://localhost:${two} {\n\tbind 127.0.0.1`], ['127.0.0.1:8080', new URL(daemon.url).host], ['127.0.0.1:1313', `127.0.0.1:${one}`]]) {
        assert.ok(text.includes(from), from);
        text = text.replace(from, to);
      }
      put('Caddyfile', text);
      for (let tries = 0; tries < 100 && (await fetch(at + '/nl/').then((r) => r.text())).includes('api='); tries++) await new Promise((later) => setTimeout(later, 100)); /* until hugo has seen it */
      stops.push(await serve(`http://localhost:${two}/nl/`, 'caddy', 'run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'));
      await search(`http://localhost:${two}`, `http://localhost:${two}`);
    } finally {
      for (const stop of stops) await stop();
      await daemon.stop();
      rmSync(folder, {recursive: true});
    }
  },
};
