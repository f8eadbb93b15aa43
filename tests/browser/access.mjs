// For everybody: assistive technology, colour schemes, directions, small screens.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {answer, at, box, hit, searched} from './box.mjs';
import {openPage} from './stage.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/* By the debugger, since a script tag is refused by the policy. */
async function violations(page) {
  await page.waitForTimeout(300); /* the box has risen */
  await page.evaluate(axe);
  const {violations: found} = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join('; ')}`);
}

const schemes = ['light', 'dark'].flatMap((colorScheme) => ['en', 'nl'].map((lang) => ({colorScheme, lang})));
const shot = async (page, name) => process.env.TWC_PICTURES && page.screenshot({path: `${process.env.TWC_PICTURES}/${name}.png`});

export default {
  async 'axe finds nothing on the box'(stage) {
    for (const {colorScheme, lang} of schemes) {
      const page = await searched(stage, lang === 'en' ? 'works council' : 'ondernemingsraad', `/${lang}/`, {colorScheme});
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await violations(page), [], `${colorScheme} ${lang}`);
    }
  },

  async 'axe finds nothing where there are no results'(stage) {
    for (const {colorScheme, lang} of schemes) {
      const page = await at(stage, `/${lang}/`, {colorScheme});
      await page.route('**/api/v1/search*', (r) => r.fulfill({json: new URL(r.request().url()).searchParams.get('q') ? answer([], {correction: 'right'}) : answer([hit()], {facetDistribution: {tag: {strikes: 3}}})}));
      await page.keyboard.press('/');
      await page.keyboard.type('qqq');
      await box(page).note.locator('.chip').first().waitFor();
      assert.deepEqual(await violations(page), [], `${colorScheme} ${lang}`);
    }
  },

  async 'axe finds nothing on the page of results, the front and a problem'(stage) {
    for (const {colorScheme, lang} of schemes) {
      const page = stage.note(await openPage(stage.browser, {colorScheme, locale: lang}));
      for (const path of [`/search?q=${lang === 'en' ? 'works+council' : 'ondernemingsraad'}&lang=${lang}&tag=`, `/search?q=qqqqqq&lang=${lang}`, '/', '/problems/busy']) {
        await page.goto(stage.daemon.url + path);
        assert.deepEqual(await violations(page), [], `${colorScheme} ${lang} ${path}`);
      }
    }
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
    await box(page).hits.first().waitFor();
    assert.equal(await page.locator('twc-search .hits .title, twc-search [role=option] .title').first().evaluate((e) => getComputedStyle(e).color), 'rgb(0, 80, 0)');
    assert.equal(await page.locator('twc-search .open').evaluate((e) => getComputedStyle(e).borderRadius), '0px');
  },

  async 'the keyboard alone reaches a page'(stage) {
    const page = await at(stage);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('works council');
    await box(page).hits.first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => /^\/en\/.+/.test(u.pathname));
  },
};
