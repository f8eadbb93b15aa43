// For everybody: assistive technology, colour schemes, directions, small screens.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {at, box, opens, searched, whole} from './box.mjs';
import {openPage} from './stage.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/* By the debugger, since a script tag is refused by the policy. */
async function violations(page, {within, ...options}) {
  await page.evaluate(() => Promise.all(document.querySelector('twc-search')?.dialog?.getAnimations().map((a) => a.finished) ?? [])); /* the box has risen */
  if (!await page.evaluate(() => !!window.axe)) await page.evaluate(axe);
  const {violations: found} = await page.evaluate(([where, o]) => window.axe.run(where, {resultTypes: ['violations'], ...o}), [within ?? 'html', options]);
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join('; ')}`);
}

/* All rules in the light, and in the dark those that look at colours. Of a page that is another's only the box. */
async function clean(page, where) {
  const within = await page.locator('#main-content').count() ? 'twc-search' : undefined;
  await page.emulateMedia({colorScheme: 'light'});
  assert.deepEqual(await violations(page, {within}), [], where);
  await page.emulateMedia({colorScheme: 'dark'});
  assert.deepEqual(await violations(page, {within, runOnly: ['color-contrast', 'link-in-text-block']}), [], `${where}, dark`);
  await page.emulateMedia({colorScheme: null});
}

const shot = async (page, name) => process.env.TWC_PICTURES && page.screenshot({path: `${process.env.TWC_PICTURES}/${name}.png`});

export default {
  async 'axe finds nothing on the box'(stage) {
    for (const lang of ['en', 'nl']) {
      const page = await at(stage, `/${lang}/`);
      await clean(page, `closed ${lang}`);
      await page.keyboard.press('/');
      await clean(page, `open ${lang}`);
      await page.keyboard.type(lang === 'en' ? 'strike' : 'staken');
      await box(page).hits.first().waitFor();
      await page.locator('twc-search .chip', {hasText: /^(Guides|Gidsen|Resources|Kennisbank)/}).first().click();
      await page.locator('twc-search .chip[aria-pressed=true]').waitFor();
      await page.keyboard.press('ArrowDown');
      await clean(page, `results ${lang}`);
    }
  },

  async 'axe finds nothing where there are no results, nor where a search was relaxed'(stage) {
    for (const lang of ['en', 'nl']) {
      const page = await at(stage, `/${lang}/`);
      await page.keyboard.press('/');
      await page.keyboard.type('qqqqqq');
      await box(page).note.locator('.chip').first().waitFor();
      await clean(page, `nothing ${lang}`);
      await box(page).input.fill(lang === 'en' ? 'unoin membership dragon' : 'vakbodn lidmaatschap draak');
      await box(page).note.locator('button').first().waitFor();
      await box(page).hits.first().waitFor();
      await clean(page, `relaxed ${lang}`);
    }
  },

  async 'axe finds nothing when the search is away'(stage) {
    for (const lang of ['en', 'nl']) {
      const page = await at(stage, `/${lang}/`);
      await page.route('**/api/v1/**', (r) => r.fulfill({status: 503, body: '{}'}));
      await page.keyboard.press('/');
      await page.keyboard.type('x');
      await box(page).note.locator('a').waitFor();
      await clean(page, `away ${lang}`);
      await page.route('**/index.json', (r) => r.fulfill({json: [{title: 'Xenon', summary: 'x', content: 'x', section: 'x', date: '1 May 2025', permalink: '/en/x/'}]}));
      await page.keyboard.type('e');
      await box(page).hits.first().waitFor();
      await clean(page, `its own list ${lang}`);
    }
  },

  async 'axe finds nothing on the page of results, the front and a problem'(stage) {
    for (const lang of ['en', 'nl']) {
      const page = stage.note(await openPage(stage.browser, {locale: lang}));
      for (const path of [`/search?q=${lang === 'en' ? 'works+council' : 'ondernemingsraad'}&lang=${lang}&limit=2&offset=2`, `/search?q=qqqqqq&lang=${lang}`, `/search?lang=${lang}&limit=0`, '/', '/problems/busy']) {
        await page.goto(stage.daemon.url + path);
        await clean(page, `${lang} ${path}`);
      }
    }
  },

  async 'where colours are forced, focus, choice and filters are still seen'(stage) {
    const page = await searched(stage, 'strike', '/en/', {forcedColors: 'active'});
    await page.locator('twc-search .chip', {hasText: /^(Guides|Gidsen|Resources|Kennisbank)/}).first().click();
    const pressed = page.locator('twc-search .chip[aria-pressed=true]');
    await pressed.waitFor();
    await page.keyboard.press('ArrowDown');
    const style = (locator, name) => locator.evaluate((e, n) => getComputedStyle(e)[n], name);
    assert.notEqual(await style(pressed, 'backgroundColor'), await style(page.locator('twc-search .chip[aria-pressed=false]').first(), 'backgroundColor'));
    assert.equal(await style(page.locator('twc-search [aria-selected=true]'), 'outlineStyle'), 'solid');
    assert.equal(await style(box(page).input, 'outlineStyle'), 'solid');
    await shot(page, 'box-forced-colours');
  },

  async 'at twice the size, and in a low window, the list can still be used'(stage) {
    for (const viewport of [{width: 640, height: 400}, {width: 740, height: 320}]) {
      const page = await searched(stage, 'works council', '/en/', {viewport, deviceScaleFactor: 2});
      const list = await page.locator('twc-search .list').boundingBox();
      assert.ok(list.height >= 120, `${list.height}`);
      await page.keyboard.press('ArrowUp');
      const last = await box(page).options.last().boundingBox();
      assert.ok(last.y >= 0 && last.y + last.height <= viewport.height, JSON.stringify(last));
      await shot(page, `box-zoomed-${viewport.height}`);
    }
  },

  async 'the box is not printed, and of the page of results only the results'(stage) {
    const page = await searched(stage, 'works council');
    await page.emulateMedia({media: 'print'});
    assert.equal(await box(page).dialog.isVisible() || await page.locator('twc-search .open').isVisible(), false);
    await page.goto(stage.daemon.url + '/search?lang=en&q=works+council');
    assert.equal(await page.locator('form').isVisible() || await page.locator('.facets').isVisible(), false);
    assert.equal(await page.locator('.hits h2').first().isVisible(), true);
    await shot(page, 'page-printed');
  },

  async 'a site can say light or dark whatever the system says'(stage) {
    const page = await at(stage, '/en/', {colorScheme: 'dark'});
    const back = () => page.locator('twc-search .open').evaluate((e) => getComputedStyle(e).backgroundColor);
    const dark = await back();
    await page.evaluate(() => document.querySelector('twc-search').setAttribute('theme', 'light'));
    assert.equal(await back(), 'rgb(255, 255, 255)');
    await page.emulateMedia({colorScheme: 'light'});
    await page.evaluate(() => document.querySelector('twc-search').setAttribute('theme', 'dark'));
    assert.equal(await back(), dark);
  },

  async 'from right to left everything is mirrored'(stage) {
    const page = await at(stage, '/ar/');
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    const close = await page.locator('twc-search .close').boundingBox(), input = await box(page).input.boundingBox();
    assert.ok(close.x < input.x);
    await shot(page, 'box-rtl');
  },

  async 'who wants less motion gets none'(stage) {
    const page = await searched(stage, 'strike', '/en/', {reducedMotion: 'reduce'});
    assert.equal(await box(page).dialog.evaluate((e) => getComputedStyle(e).animationName), 'none');
  },

  async 'a site can dress it by variables and parts'(stage) {
    const page = await at(stage);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('twc-search { --twc-accent: rgb(0, 80, 0) } twc-search::part(button) { border-radius: 0px }');
      document.adoptedStyleSheets = [sheet];
    });
    await page.keyboard.press('/');
    await page.keyboard.type('strike');
    await whole(page);
    assert.equal(await page.locator('twc-search .hits .title, twc-search [role=option] .title').first().evaluate((e) => getComputedStyle(e).color), 'rgb(0, 80, 0)');
    assert.equal(await page.locator('twc-search .open').evaluate((e) => getComputedStyle(e).borderRadius), '0px');
  },

  async 'the keyboard alone reaches a page'(stage) {
    const page = await at(stage);
    for (let tries = 0; tries < 60 && !await opens(page, stage); tries++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('works council');
    await box(page).hits.first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => /^\/en\/.+/.test(u.pathname));
  },
};
