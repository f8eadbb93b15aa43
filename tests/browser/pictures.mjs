// Every state at every size: nothing wider than the screen, what is touched large enough; and pictures for people to look at.
import assert from 'node:assert/strict';
import {answer, at, box, hit} from './box.mjs';
import {openPage} from './stage.mjs';

const long = 'Arbeidsongeschiktheidsverzekeringsmaatschappijen-medezeggenschapsraadsverkiezingsreglement';
const longs = [
  hit({title: `${long} en wat je ervan moet weten voordat je ergens een handtekening onder zet`, section: 'resources', date: '2026-08-01', snippet: `Zie ${long}.`,
    _formatted: {title: `<mark>${long}</mark> en wat je ervan moet weten voordat je ergens een handtekening onder zet`, snippet: `Zie <mark>${long}</mark>, of vraag het na.`},
    sub_results: [{title: `Over ${long}`, anchor: 'a', url: '/nl/a/#a', snippet: '', _formatted: {snippet: `… ${long} …`}}]}),
  hit({lang: 'en', title: 'https://example.org/' + 'a'.repeat(120), snippet: 'x'.repeat(300), _formatted: undefined}),
];

const type = async (page, words) => {
  await page.keyboard.press('/');
  await box(page).input.fill(words);
};

/* name → what is done on a page of the site, in a language, to come there */
const states = {
  async closed() {},
  async results(page, lang) {
    await type(page, lang === 'en' ? 'works council' : 'ondernemingsraad');
    await box(page).hits.first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  async facets(page, lang) {
    await type(page, lang === 'en' ? 'strike' : 'staken');
    await page.locator('twc-search .chip', {hasText: /^(Guides|Gidsen|Resources|Kennisbank)/}).first().click();
    await page.locator('twc-search .chip[aria-pressed=true]').waitFor();
    await box(page).hits.first().waitFor();
  },
  async relaxed(page, lang) {
    await type(page, lang === 'en' ? 'unoin membership dragon' : 'vakbodn lidmaatschap draak');
    await box(page).note.locator('p').first().waitFor();
  },
  async nothing(page) {
    await type(page, 'qqqqqqqq');
    await box(page).note.locator('.chip').first().waitFor();
  },
  async long(page) {
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer(longs, {correction: long, relaxed: ['spelling', 'any-word', 'prefix'], suggestions: [{text: long + long, kind: 'word', url: null}], facetDistribution: {tag: {[long]: 3}, section: {resources: 5}, lang: {en: 1, nl: 2}}})}));
    await type(page, long);
    await box(page).hits.first().waitFor();
  },
  async away(page) {
    await page.route('**/api/v1/**', (r) => r.fulfill({status: 503, body: '{}'}));
    await type(page, 'strike');
    await box(page).note.locator('a').waitFor();
  },
};

const sheets = {
  page: (lang) => `/search?lang=${lang}&q=` + (lang === 'en' ? 'works+council' : 'ondernemingsraad'),
  'page-filtered': (lang) => `/search?lang=${lang}&section=guides,resources&limit=1&offset=1&q=` + (lang === 'en' ? 'strike' : 'staken'),
  'page-relaxed': (lang) => `/search?lang=${lang}&q=` + (lang === 'en' ? 'unoin+membership+dragon' : 'vakbodn+lidmaatschap+draak'),
  'page-nothing': (lang) => `/search?lang=${lang}&q=qqqqqqqq`,
  'page-odd': (lang) => `/search?lang=${lang}&limit=0`,
  front: (lang) => `/?lang=${lang}`,
  problem: () => '/problems/busy',
};

/* Of what is touched and can be seen: what is smaller than a finger. */
const small = (page) => page.evaluate(() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const dialog = document.querySelector('twc-search')?.shadowRoot?.querySelector('dialog[open]');
  return all(dialog || document).filter((e) => e.matches('a[href], button, input:not([type=hidden])') && (dialog || e.closest('.twc-page') || e.getRootNode() !== document))
    .map((e) => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width && r.height < 43.5 && r.right > 0 && getComputedStyle(e).visibility === 'visible')
    .map(([e, r]) => `${e.className || e.tagName} “${e.textContent}” is ${Math.round(r.width)} × ${Math.round(r.height)}`);
});

const pictures = process.env.TWC_PICTURES;

async function look(page, name, lang) {
  for (const colorScheme of pictures ? ['light', 'dark'] : ['light']) {
    await page.emulateMedia({colorScheme});
    if (await page.locator('#main-content').count()) await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), colorScheme === 'dark'); /* the theme's way */
    for (const width of [1440, 768, 360]) {
      await page.setViewportSize({width, height: width < 500 ? 740 : 900});
      const wide = await page.evaluate(() => {
        const dialog = document.querySelector('twc-search')?.shadowRoot.querySelector('dialog[open]');
        const at = dialog?.getBoundingClientRect();
        return document.documentElement.scrollWidth > innerWidth || !!at && (at.left < 0 || at.right > innerWidth || dialog.scrollWidth > dialog.clientWidth);
      });
      assert.equal(wide, false, `${name} ${lang} is wider than ${width}`);
      if (width === 360) assert.deepEqual(await small(page), [], `${name} ${lang}`);
      if (!pictures) continue;
      await page.waitForTimeout(200);
      await page.screenshot({path: `${pictures}/${name}-${lang}-${width}-${colorScheme}.png`});
    }
  }
}

/* The pictures of the real site have names of their own. */
const of = (stage) => stage.pages.page ? 'real-' : '';

const tests = {};
for (const [name, go] of Object.entries(states)) {
  tests[`the box at every size: ${name}`] = async (stage) => {
    for (const lang of pictures ? ['en', 'nl'] : ['nl']) {
      const page = await at(stage, `/${lang}/`);
      await go(page, lang);
      await look(page, of(stage) + name, lang);
    }
  };
}
tests['the pages at every size'] = async (stage) => {
  const page = stage.note(await openPage(stage.browser));
  for (const [name, address] of Object.entries(sheets)) {
    for (const lang of pictures ? ['en', 'nl'] : ['nl']) {
      await page.goto(stage.daemon.url + address(lang));
      await look(page, of(stage) + name, lang);
    }
  }
};
export default tests;
