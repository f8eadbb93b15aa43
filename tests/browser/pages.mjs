// The pages that need no JavaScript, and the daemon tried by itself.
import assert from 'node:assert/strict';
import {openPage} from './stage.mjs';

export default {
  async 'without JavaScript a search reaches a page'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    await page.goto(stage.site.url + '/search?lang=en');
    await page.getByLabel('What are you looking for?').fill('works council');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=works\+council/);
    assert.ok(await page.locator('.hits h2').count() > 1);
    const guides = /Guides|Resources/; /* on the demo site, and on the real one */
    await page.locator('.facets a', {hasText: guides}).first().click();
    await page.waitForURL(/section=(guides|resources)/);
    assert.equal(await page.locator('.facets a[aria-current]', {hasText: guides}).count(), 1);
    await page.locator('.hits h2 a').first().click();
    await page.waitForURL((u) => u.pathname.startsWith('/en/'));
  },

  async 'without JavaScript what stands in the box leads to a page'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    await page.goto(stage.site.url + '/nl/');
    const field = page.locator('form[role=search] input[type=search]'); /* the Hugo partial has one, else there is a link */
    if (!await field.count()) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/search\?lang=nl$/);
    }
    await field.fill('ondernemingsraad');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=ondernemingsraad/);
    await page.locator('.hits h2 a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => u.pathname.startsWith('/nl/'));
  },

  async 'the page of results writes dates as people do, and its filters can be reached on a phone'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false, viewport: {width: 360, height: 740}}));
    await page.goto(stage.site.url + '/search?lang=nl&q=ondernemingsraad');
    assert.match(await page.locator('time').first().textContent(), /^\d{1,2} (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) \d{4}$/);
    assert.match(await page.locator('time').first().getAttribute('datetime'), /^\d{4}-\d\d-\d\d$/);
    await page.getByRole('link', {name: 'Resultaten filteren'}).click();
    await page.waitForURL(/#filters$/);
  },

  async 'a page without results says so, and offers other languages and topics'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    await page.goto(stage.site.url + '/search?lang=en&q=qqqqqqqq');
    assert.match(await page.locator('h1').textContent(), /qqqqqqqq/);
    assert.equal(await page.locator('.note a', {hasText: 'Nederlands'}).getAttribute('href'), '/search?q=qqqqqqqq&lang=nl');
    const topic = page.locator('.topics a').first();
    const name = await topic.textContent();
    await topic.click();
    await page.waitForURL((u) => u.searchParams.get('tag') === name && u.searchParams.get('lang') === 'en');
    assert.ok(await page.locator('.hits h2').count() > 0);
  },

  async 'pages of results go on and back'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    await page.goto(stage.site.url + '/search?lang=nl&q=werk&limit=2');
    const first = await page.locator('.hits h2').allTextContents();
    await page.locator('[rel=next]').click();
    await page.waitForURL(/offset=2/);
    assert.notDeepEqual(await page.locator('.hits h2').allTextContents(), first);
    assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
    await page.locator('[rel=prev]').click();
    await page.waitForURL((u) => !u.searchParams.has('offset'));
    assert.deepEqual(await page.locator('.hits h2').allTextContents(), first);
  },

  async 'beyond the last page of results there is a way back to it'(stage) {
    const page = stage.note(await openPage(stage.browser, {javaScriptEnabled: false}));
    for (const limit of [2, 50]) { /* with pages before, and with one that holds all */
      await page.goto(`${stage.site.url}/search?lang=nl&q=werk&limit=${limit}&offset=900`);
      assert.equal(await page.locator('.hits h2').count(), 0);
      await page.locator('[rel=prev]').click();
      await page.waitForURL((u) => u.searchParams.get('offset') !== '900');
      assert.ok(await page.locator('.hits h2').count() > 0);
      assert.equal(await page.locator('[rel=next]').count(), 0);
    }
  },

  async 'the front of the daemon has a box that works'(stage) {
    const page = stage.note(await openPage(stage.browser));
    await page.goto(stage.daemon.url + '/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('strike');
    const first = page.locator('twc-search [role=option]').first();
    await first.waitFor();
    assert.notEqual(new URL(await first.getAttribute('href')).origin, stage.daemon.url); /* the site's page, which is not here */
  },
};
