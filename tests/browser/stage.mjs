// What a browser test stands on: a daemon with an index, a site in front of it with a strict policy, a browser.
import {spawn, spawnSync} from 'node:child_process';
import {createServer, request} from 'node:http';
import {createSecureServer} from 'node:http2';
import {mkdtempSync, rmSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {chromium} from 'playwright-core';

export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/* Starts the daemon on a free port; resolves to {url, stop}. */
export function startDaemon(program, index, options = []) {
  const child = spawn(program, ['--index', index, '--listen', '127.0.0.1:0', '--rate', '0', ...options], {stdio: ['ignore', 'pipe', 'inherit']});
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the daemon ended with ${code}`)));
    createInterface({input: child.stdout}).once('line', (line) => {
      const url = /^listening on (http:\S+)\/$/.exec(line)?.[1];
      url ? resolve({url, stop: () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); })}) : reject(new Error(line));
    });
  });
}

const escape = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export const sitePage = (lang, attributes = '', dir = 'ltr') => `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title><link rel="stylesheet" href="/site.css"><script src="/twc-search.js" defer></script>
<body><header><a id="first" href="/elsewhere/">A site</a> <twc-search lang="${lang}" ${attributes}><a href="/search?lang=${lang}">Search without script</a></twc-search></header>
<main><h1>Words</h1><p>Text of a page.</p><label>Name <input id="other"></label></main></body></html>`;

/* What the box's README asks of a site. */
const siteSheet = 'twc-search { display: inline-block; vertical-align: middle; min-width: 6rem; min-height: 2.75rem }';

/* A key and a certificate of a day, for a site that is asked over HTTP/2, as most are. */
function secrets() {
  const folder = mkdtempSync(join(tmpdir(), 'twc-key-'));
  const [key, cert] = ['key', 'cert'].map((name) => join(folder, name));
  const {status} = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert], {stdio: 'ignore'});
  if (status !== 0) throw Object.assign(new Error('openssl is not installed'), {skipped: true});
  const both = {key: readFileSync(key), cert: readFileSync(cert)};
  rmSync(folder, {recursive: true});
  return both;
}

/* Headers of HTTP/1 that have no place in HTTP/2, and the other way about. */
const less = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(:|connection$|keep-alive$|transfer-encoding$)/.test(name)));

/* A site that passes the daemon's routes on (null: has none, and the box as two static files), and answers every other
 * address with a page. routes: path → function(req, res) that answers first; page(path, attributes): other HTML than ours, or
 * undefined; attributes: of the box; opener: what opens the box on those pages; more: added to what the policy lets be asked;
 * secure: by HTTP/2. */
export async function startSite(daemon, {routes = {}, page, attributes = '', opener = 'twc-search .open', more = '', secure} = {}) {
  const server = (secure ? (answer) => createSecureServer(secrets(), answer) : createServer)((req, res) => {
    const path = req.url.split('?')[0];
    if (routes[path]) return routes[path](req, res);
    if (daemon && /^\/(api\/|search$|twc-search\.|opensearch\.xml|problems\/|readyz)/.test(path)) {
      const on = request(daemon.url + req.url, {method: req.method, headers: {...less(req.headers), host: 'site.example'}}, (r) => {
        res.writeHead(r.statusCode, less(r.headers));
        r.pipe(res);
      });
      on.on('error', () => res.writeHead(502).end());
      return req.pipe(on);
    }
    if (path === '/twc-search.js' || path === '/twc-search.css') {
      res.writeHead(200, {'Content-Type': path.endsWith('js') ? 'text/javascript' : 'text/css'});
      return res.end(readFileSync(new URL('../../http/box' + path, import.meta.url)));
    }
    if (path === '/site.css') return res.writeHead(200, {'Content-Type': 'text/css'}).end(siteSheet);
    if (/^\/(api|search|favicon)|\/index\.json$/.test(path)) return res.writeHead(path.startsWith('/api') ? 502 : 404).end();
    const lang = path.startsWith('/en') ? 'en' : path.startsWith('/ar') ? 'ar' : 'nl';
    res.writeHead(200, {'Content-Type': 'text/html', 'Content-Security-Policy': more ? policy.replace("connect-src 'self'", `connect-src 'self' ${more}`) : policy});
    res.end(page?.(path, attributes) ?? sitePage(lang, attributes, lang === 'ar' ? 'rtl' : 'ltr') + `<!-- ${escape(path)} -->`);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  server.url = `http${secure ? 's' : ''}://127.0.0.1:${server.address().port}`;
  server.opener = opener;
  server.attributes = (more) => { attributes += ' ' + more; };
  server.stop = () => { server.closeAllConnections?.(); return new Promise((done) => server.close(done)); };
  return server;
}

export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'twc-browser-'));
  const browser = await chromium.launch({executablePath: process.env.TWC_CHROMIUM || '/usr/bin/chromium', headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
  return {browser, stop: async () => { await browser.close(); rmSync(profile, {recursive: true, force: true}); }};
}

const usual = {viewport: {width: 1024, height: 768}, locale: 'en-GB'};
const shared = new WeakMap();

/* A page that fails its test for a broken policy or an error in a script. With options it has a context of its own; without,
 * one that it shares, since making one takes longer than most tests. */
export async function openPage(browser, options) {
  if (!options && !shared.has(browser)) shared.set(browser, browser.newContext(usual));
  const context = await (options ? browser.newContext({...usual, ...options}) : shared.get(browser));
  const page = await context.newPage();
  page.leave = () => (options ? context : page).close().catch(() => {});
  page.troubles = [];
  page.on('pageerror', (e) => page.troubles.push(`error: ${e.message}`));
  page.on('console', (m) => /Content Security Policy|Refused to/.test(m.text()) && page.troubles.push(`policy: ${m.text()}`));
  page.on('dialog', (d) => { page.troubles.push(`ran: ${d.message()}`); d.dismiss(); });
  await page.exposeFunction('twcBroken', (what) => page.troubles.push(`policy: ${what}`));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => window.twcBroken(`${e.effectiveDirective} ${e.blockedURI}`)));
  return page;
}
