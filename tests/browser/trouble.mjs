// The box when things go wrong, or somebody means harm.
import assert from 'node:assert/strict';
import {answer, at, box, hit} from './box.mjs';
import {harm} from './hostile.mjs';
import {openPage, startDaemon, startSite} from './stage.mjs';

const down = (page) => page.route('**/api/v1/**', (r) => r.fulfill({status: 503, body: '{}'}));


export default {
  async 'when the daemon is away the list of the site itself is searched'(stage) {
    const page = await at(stage);
    await down(page);
    const asked = [];
    page.on('request', (r) => asked.push(new URL(r.url()).pathname));
    await page.route('**/index.json', async (r) => (await new Promise((later) => setTimeout(later, 800)), r.fulfill({json: [{title: 'Other', content: 'a strike is named here', permalink: '/en/other/'},
      {title: 'Strike guide', summary: '<p>How &amp; &lsquo;why&rsquo;<img src=x onerror=window.ran=1></p>', content: 'words', section: 'guides', permalink: '/en/strike/'}, {title: 'No', content: 'nothing', permalink: '/en/no/'}]})));
    await page.keyboard.press('/');
    await page.keyboard.type('strike', {delay: 120}); /* more than one search waits for the list */
    await page.getByText('The search service is away, so this is a simpler search.').waitFor();
    assert.deepEqual(await page.locator('twc-search .title').allTextContents(), ['Strike guide', 'Other']);
    assert.equal(await page.locator('twc-search .text').first().textContent(), 'How & ‘why’');
    assert.deepEqual(asked.filter((path) => path.endsWith('.json')), ['/en/index.json']);
    assert.equal(await page.locator('twc-search .foot a').isVisible(), false); /* the page of all results is away too */
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/en\/strike\/$/);
  },

  async 'without that list it says so kindly, with a link'(stage) {
    const page = await at(stage);
    await down(page);
    await page.evaluate(() => document.querySelector('twc-search').setAttribute('help', '/en/guides/'));
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await box(page).note.getByText('Sorry, the search is away just now.').waitFor();
    assert.equal(await page.getByRole('link', {name: 'Browse the site instead'}).getAttribute('href'), stage.site.url + '/en/guides/');
    await page.waitForFunction(() => /Sorry/.test(document.querySelector('twc-search').status.textContent));
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    assert.equal(new URL(page.url()).pathname, '/en/'); /* and not to a page that is away */
  },

  async 'a daemon that never answers is taken for one that is away'(stage) {
    const page = stage.note(await openPage(stage.browser));
    await page.addInitScript(() => { const later = window.setTimeout; window.setTimeout = (f, ms, ...more) => later(f, ms === 8000 ? 50 : ms, ...more); });
    await page.route('**/api/v1/**', () => {});
    await page.goto(stage.site.url + '/en/?search=strike');
    await page.getByText('Sorry, the search is away just now.').first().waitFor();
  },

  async 'a first answer that takes long is said to be coming'(stage) {
    const page = await at(stage);
    let come;
    await page.route('**/api/v1/search*', async (r) => { await new Promise((done) => { come = done; }); await r.fulfill({json: answer([hit()])}); });
    await page.keyboard.press('/');
    await page.evaluate(() => {
      window.coming = (e) => e.offsetHeight > 0 && getComputedStyle(e).opacity === '1' && getComputedStyle(e, '::before').content === '"…"';
      const site = document.querySelector('twc-search');
      site.addEventListener('input', () => requestAnimationFrame(() => { window.atOnce = window.coming(site.note); })); /* not from here: a busy machine is late */
    });
    await page.keyboard.type('x');
    const seen = () => box(page).note.evaluate((e) => window.coming(e));
    assert.equal(await page.waitForFunction(() => 'atOnce' in window).then(() => page.evaluate(() => window.atOnce)), false);
    await page.waitForFunction(() => { const e = document.querySelector('twc-search').note; return e.offsetHeight > 0 && getComputedStyle(e).opacity === '1'; });
    assert.equal(await seen(), true);
    come();
    await box(page).hits.first().waitFor();
    assert.equal(await seen(), false);
  },

  async 'what is among the results is not suggested too, and a daemon that suggests nothing is none the worse'(stage) {
    const page = await at(stage);
    let suggestions;
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit()], {suggestions})}));
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await box(page).hits.first().waitFor();
    suggestions = [{text: 'A', kind: 'title', url: '/en/a/'}, {text: 'B', kind: 'title', url: '/en/b/'}];
    await page.keyboard.type('y');
    await page.locator('twc-search [aria-labelledby=g2]').waitFor();
    assert.deepEqual(await page.locator('twc-search [role=option] .title').allTextContents(), ['A', 'B']);
  },

  async 'it sends no cookie, keeps none, and stores nothing in the browser'(stage) {
    const page = await at(stage, '/en/', {});
    await page.context().addCookies([{name: 'who', value: 'me', url: stage.site.url}]);
    const sent = [];
    page.on('request', (r) => /\/(api\/|twc-search\.)/.test(r.url()) && sent.push(r.allHeaders().then((all) => all.cookie ?? '')));
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await page.locator('twc-search .text').first().waitFor(); /* after which nothing is asked */
    await page.waitForTimeout(200);
    assert.ok(sent.length > 1);
    assert.deepEqual([...new Set(await Promise.all(sent))], ['']);
    assert.deepEqual((await page.context().cookies()).map((c) => c.name), ['who']);
    assert.deepEqual(await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]), [0, 0, 0]);
  },

  async 'taken out of the page, it answers no keys'(stage) {
    const page = await at(stage);
    await page.evaluate(() => document.querySelector('twc-search').remove());
    await page.keyboard.press('/');
    await page.waitForTimeout(100);
    assert.equal(new URL(page.url()).search, '');
  },

  async 'a page that the browser kept in memory searches anew when it is shown again'(stage) {
    const page = await at(stage, '/en/?search=strike');
    await box(page).hits.first().waitFor();
    const asked = page.waitForRequest((r) => r.url().includes('/api/v1/search'));
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})));
    await asked;
  },

  async 'a policy that is broken is seen by these tests'(stage) {
    const page = await at(stage);
    await page.evaluate(() => {
      const e = document.createElement('p');
      e.setAttribute('onclick', 'window.ran=1');
      document.body.append(e);
      e.click();
    });
    await page.waitForTimeout(100);
    assert.match(page.troubles.join(), /script-src/);
    page.troubles.length = 0;
  },

  async 'from two static files it asks a daemon of another origin'(stage) {
    const site = await startSite(null, {...stage.pages, more: 'http://127.0.0.1:*', attributes: 'fallback="/none.json"'});
    const daemon = await startDaemon(process.env.TWC_SEARCHD, stage.index, ['--time-budget', '5000', '--allow-origin', site.url]);
    site.attributes(`api="${daemon.url}/"`);
    try {
      const page = stage.note(await openPage(stage.browser));
      await page.goto(site.url + '/en/?search=strike');
      await box(page).hits.first().waitFor();
      assert.equal(new URL(await box(page).hits.first().evaluate((a) => a.href)).origin, site.url);
      await page.keyboard.press('Enter');
      await page.waitForURL((u) => u.origin === daemon.url && u.pathname === '/search');
    } finally {
      await site.stop();
      await daemon.stop();
    }
  },

  async 'a page whose base is elsewhere searches its own site'(stage) {
    const page = stage.note(await openPage(stage.browser));
    await page.route(/\/based\//, async (r) => {
      const reply = await r.fetch();
      const headers = {...reply.headers(), 'content-security-policy': reply.headers()['content-security-policy'].replace("base-uri 'none'", 'base-uri https://elsewhere.example')};
      await r.fulfill({response: reply, headers, body: (await reply.text()).replace('<title>', `<base href="https://elsewhere.example/"><title>`).replaceAll('"/twc', `"${stage.site.url}/twc`).replace('"/site', `"${stage.site.url}/site`)});
    });
    await page.goto(stage.site.url + '/based/?search=staken');
    assert.equal(await page.evaluate(() => new URL(document.baseURI).hostname), 'elsewhere.example');
    await box(page).hits.first().waitFor();
    const links = await page.locator('twc-search dialog a').evaluateAll((all) => all.map((a) => new URL(a.href).origin));
    assert.deepEqual([...new Set(links)], [stage.site.url]);
    await page.keyboard.press('Enter');
    await page.waitForURL(stage.site.url + '/search**');
  },

  async 'an older browser, which cannot adopt a sheet, gets the same look by a link'(stage) {
    const page = stage.note(await openPage(stage.browser));
    await page.addInitScript(() => { window.CSSStyleSheet = class { constructor() { throw new TypeError('Illegal constructor'); } }; });
    await page.goto(stage.site.url + '/en/?search=strike');
    await box(page).hits.first().waitFor();
    await page.waitForFunction(() => getComputedStyle(document.querySelector('twc-search').dialog).flexDirection === 'column');
  },

  async 'it comes back by itself when the daemon does'(stage) {
    const page = await at(stage);
    await down(page);
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await page.getByText('Sorry').first().waitFor();
    await page.unroute('**/api/v1/**');
    await page.keyboard.type('s');
    await box(page).hits.first().waitFor();
  },

  async 'asked to wait, it waits and asks again'(stage) {
    const page = await at(stage);
    let asked = 0;
    await page.route('**/api/v1/search*', (r) => asked++ ? r.fulfill({json: answer([hit()])}) : r.fulfill({status: 429, headers: {'Retry-After': '1'}, body: '{}'}));
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await page.getByText('One moment, please').waitFor();
    await box(page).hits.first().waitFor();
    assert.equal(asked, 2);
  },

  async 'nothing in an answer can run'(stage) {
    const page = await at(stage);
    const hits = harm.map((h) => hit({title: h, url: h, section: h, date: h, lang: 'en', snippet: h, _formatted: {title: h, snippet: h},
      sub_results: [{title: h, anchor: h, url: h, snippet: h, _formatted: {snippet: h}}]}));
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer(hits, {correction: harm[0], relaxed: harm, suggestions: harm.map((h) => ({text: h, kind: 'word', url: h})), sectionTitles: Object.fromEntries(harm.map((h) => [h, h])), facetDistribution: {tag: Object.fromEntries(harm.map((h) => [h, 1])), section: {}, lang: {en: 1}}})}));
    await page.keyboard.press('/');
    await box(page).input.fill(harm.join(' '));
    await box(page).hits.first().waitFor();
    await page.waitForTimeout(800);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(await page.locator('twc-search .list script, twc-search .list img, twc-search .list svg, twc-search .note script, twc-search .chips img').count(), 0);
    const hrefs = await page.locator('twc-search a').evaluateAll((all) => all.map((a) => a.protocol));
    assert.deepEqual([...new Set(hrefs)].filter((p) => p !== 'http:'), []);
    assert.equal(await page.locator('twc-search .list .title').first().textContent(), harm[0]);
  },

  async 'nothing in an address can run'(stage) {
    for (const h of harm.slice(0, 3)) {
      const page = await at(stage, `/en/?search=${encodeURIComponent(h)}&search.tag=${encodeURIComponent(h)}&search.lang=${encodeURIComponent(h)}`);
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate(() => window.ran), undefined);
    }
  },

  async 'entities of escaped text are read and marks become elements'(stage) {
    const page = await at(stage);
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit({_formatted: {title: 'a &amp;amp; <mark>b &lt;c&gt;</mark> &quot;d&quot; &#39;e&#39;', snippet: ''}})])}));
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await box(page).hits.first().waitFor();
    assert.equal(await page.locator('twc-search .title').first().textContent(), 'a &amp; b <c> "d" \'e\'');
    assert.equal(await page.locator('twc-search .title mark').textContent(), 'b <c>');
  },
};
