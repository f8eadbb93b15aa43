// The box when things go wrong, or somebody means harm.
import assert from 'node:assert/strict';
import {answer, at, box, hit} from './box.mjs';

const down = (page) => page.route('**/api/v1/**', (r) => r.fulfill({status: 503, body: '{}'}));

const harm = ['<script>window.ran=1</script>', '<img src=x onerror=window.ran=1>', '"><svg onload=window.ran=1>', '&lt;script&gt;window.ran=1&lt;/script&gt;',
  "javascript:window.ran=1", '</mark><script>window.ran=1</script>', '<mark onclick=window.ran=1>x</mark>', '<mark><img src=x onerror=window.ran=1></mark>', '{{constructor.constructor("window.ran=1")()}}'];

export default {
  async 'when the daemon is away the list of the site itself is searched'(stage) {
    const page = await at(stage);
    await down(page);
    await page.route('**/index.json', (r) => r.fulfill({json: [{title: 'Strike guide', summary: 'How to', content: 'words', section: 'guides', permalink: '/en/strike/'},
      {title: 'Other', content: 'a strike is named here', permalink: '/en/other/'}, {title: 'No', content: 'nothing', permalink: '/en/no/'}]}));
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await page.getByText('The search service is away, so this is a simpler search.').waitFor();
    assert.deepEqual(await page.locator('twc-search .title').allTextContents(), ['Strike guide', 'Other']);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/en\/strike\/$/);
  },

  async 'without that list it says so kindly, with a link'(stage) {
    const page = await at(stage);
    await down(page);
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await page.getByText('Sorry, the search is away just now.').first().waitFor();
    assert.equal(await page.getByRole('link', {name: 'Browse the site instead'}).getAttribute('href'), stage.site.url + '/');
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
    await page.route('**/api/v1/suggest*', (r) => r.fulfill({json: {suggestions: []}}));
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
    await page.route('**/api/v1/suggest*', (r) => r.fulfill({json: {suggestions: harm.map((h) => ({text: h, kind: 'word', url: h}))}}));
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer(hits, {correction: harm[0], relaxed: harm, facetDistribution: {tag: Object.fromEntries(harm.map((h) => [h, 1])), section: {}, lang: {en: 1}}})}));
    await page.keyboard.press('/');
    await page.keyboard.type(harm.join(' '));
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
