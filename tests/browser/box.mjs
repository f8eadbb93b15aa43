// The box, used.
import assert from 'node:assert/strict';
import {openPage} from './stage.mjs';

export async function at({browser, site, note}, path = '/en/', options) {
  const page = note(await openPage(browser, options));
  await page.goto(site.url + path);
  await page.waitForFunction(() => document.querySelector('twc-search').shadowRoot?.adoptedStyleSheets[0]?.cssRules.length > 0);
  return page;
}

export const box = (page) => ({
  dialog: page.locator('twc-search dialog'),
  input: page.locator('twc-search input[role=combobox]'),
  options: page.locator('twc-search [role=option]'),
  hits: page.locator('twc-search [aria-labelledby=g1] [role=option]:not(.sub)'),
  chips: page.locator('twc-search > .chips button, twc-search dialog > .chips button'),
  note: page.locator('twc-search .note'),
  status: page.locator('twc-search [role=status]'),
});

const note = (stage, page) => stage.note(page);

/* The rest has come too, after the titles. */
export const whole = (page) => page.waitForFunction(() => document.querySelector('twc-search').answer?.facetDistribution);

export async function searched(stage, words, path, options) {
  const page = await at(stage, path, options);
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await box(page).options.first().waitFor();
  await whole(page);
  return page;
}

const active = (page) => page.evaluate(() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e?.id || e?.getAttribute('role') || e?.className || e?.tagName;
});

/* Whether what opens the box has the focus. */
export const opens = (page, stage) => page.locator(stage.site.opener).first().evaluate((e) => e.getRootNode().activeElement === e);

/* A hit of the answers that a test makes up. */
export const hit = (more) => ({id: 'a', path: 'a.md', lang: 'en', url: '/en/a/', title: 'A', section: 's', tags: [], date: null, rung: 'words', snippet: 'text',
  _formatted: {title: 'A', snippet: 'text'}, sub_results: [], translations: [], matchedTerms: [], _rankingScore: 1, ...more});
export const answer = (hits, more) => ({query: 'x', lang: 'en', processingTimeMs: 1, offset: 0, limit: 10, totalHits: hits.length, totalMatches: hits.length,
  exact: true, truncated: false, partial: false, relaxed: [], correction: null, expansions: [], hits, facetDistribution: {}, index: {}, links: {}, ...more});

/* Types by the page's own clock, whose timers come in their order however busy the machine is. */
export const typed = (page, words, ms) => box(page).input.evaluate((input, [letters, every]) => letters.forEach((letter, n) => setTimeout(() => {
  input.value += letter;
  input.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
}, every * n)), [[...words], ms]);

/* The daemon's own answers, with these suggestions. */
const suggesting = (page, suggestions) => page.route('**/api/v1/search*', async (r) => r.fulfill({json: {...await (await r.fetch()).json(), suggestions}}));

export default {
  async 'a slash opens it, but not while a field is typed in'(stage) {
    const page = await at(stage);
    await page.locator('#other').focus();
    await page.keyboard.type('a/b');
    assert.equal(await page.locator('#other').inputValue(), 'a/b');
    assert.equal(await box(page).dialog.isVisible(), false);
    await page.locator('#first').focus();
    await page.keyboard.press('/');
    assert.equal(await box(page).dialog.isVisible(), true);
    assert.equal(await active(page), 'combobox');
    assert.equal(await box(page).input.inputValue(), '');
  },

  async 'Ctrl-K opens it from anywhere and Esc gives the focus back'(stage) {
    const page = await at(stage);
    await page.locator('#other').focus();
    await page.keyboard.press('Control+k');
    assert.equal(await active(page), 'combobox');
    await page.keyboard.type('strike');
    await page.keyboard.press('Escape');
    assert.equal(await box(page).dialog.isVisible(), false);
    assert.equal(await active(page), 'other');
    await page.keyboard.press('Meta+k');
    assert.equal(await box(page).dialog.isVisible(), true);
  },

  async 'a click beside it closes it'(stage) {
    const page = await searched(stage, 'strike');
    await page.locator('twc-search .keys').click();
    assert.equal(await box(page).dialog.isVisible(), true);
    await page.mouse.click(5, 5);
    await box(page).dialog.waitFor({state: 'hidden'});
  },

  async 'the button opens it and the one in the dialog closes it'(stage) {
    const page = await at(stage);
    await page.locator(stage.site.opener).first().click();
    await box(page).dialog.waitFor();
    await page.getByRole('button', {name: 'Close'}).click();
    assert.equal(await box(page).dialog.isVisible(), false);
    assert.ok(await opens(page, stage));
  },

  async 'what has data-twc-open opens it, and one of two boxes'(stage) {
    const page = await at(stage);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('button'), {id: 'opener', textContent: 'open'}), document.createElement('twc-search'));
      document.querySelector('#opener').dataset.twcOpen = '';
    });
    const open = () => page.locator('twc-search dialog[open]').count();
    await page.locator('#opener').click();
    assert.equal(await open(), 1);
    await page.keyboard.press('Escape');
    await page.waitForURL((u) => !u.search);
    assert.equal(await active(page), 'opener');
    await page.keyboard.press('/');
    assert.equal(await open(), 1);
  },

  async 'opened by an address, it leaves the focus on its button'(stage) {
    const page = await at(stage, '/en/?search=strike');
    await box(page).hits.first().waitFor();
    assert.equal(await active(page), 'combobox');
    await page.keyboard.press('Escape');
    for (let tries = 0; tries < 100 && !await opens(page, stage); tries++) await page.waitForTimeout(20);
    assert.ok(await opens(page, stage));
  },

  async 'nothing of the page moves when it comes'(stage) {
    const page = note(stage, await openPage(stage.browser));
    await page.addInitScript(() => {
      window.moved = 0;
      new PerformanceObserver((all) => all.getEntries().forEach((e) => { window.moved += e.value; })).observe({type: 'layout-shift', buffered: true});
    });
    let dress = new Promise((done) => setTimeout(done, 250));
    for (const file of ['js', 'css']) await page.route(`**/twc-search.${file}`, async (r) => { if (file === 'css') await dress; await r.continue(); });
    await page.goto(stage.site.url + '/nl/');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('twc-search').button).visibility === 'visible');
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => window.moved), 0);
    await page.keyboard.press('/');
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => window.moved), 0);
    let come;
    dress = new Promise((done) => { come = done; });
    await page.goto(stage.site.url + '/nl/?search=staken'); /* opened before it is dressed, it is not seen undressed */
    await page.waitForFunction(() => document.querySelector('twc-search').dialog?.open);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('twc-search').dialog).opacity), '0');
    come();
    await page.waitForFunction(() => getComputedStyle(document.querySelector('twc-search').dialog).opacity === '1');
  },

  async 'above the keyboard of a phone it is as high as what is seen'(stage) {
    const page = note(stage, await openPage(stage.browser, {viewport: {width: 360, height: 740}, hasTouch: true}));
    await page.addInitScript(() => Object.defineProperty(window, 'visualViewport', {value: Object.assign(new EventTarget(), {height: 740, scale: 1})}));
    await page.goto(stage.site.url + '/en/?search=strike');
    await box(page).hits.first().waitFor();
    await page.evaluate(() => { window.visualViewport.height = 400; window.visualViewport.dispatchEvent(new Event('resize')); });
    await page.waitForFunction(() => document.querySelector('twc-search').dialog.getBoundingClientRect().height === 400);
    const list = await page.locator('twc-search .list').boundingBox();
    assert.ok(list.height > 100 && list.y + list.height <= 400, JSON.stringify(list));
  },

  async 'the field is a combobox with a listbox, whose groups are named by their headings'(stage) {
    const page = await at(stage);
    await suggesting(page, [{text: 'strike fund', kind: 'word', url: null}]);
    await page.keyboard.press('/');
    await box(page).input.fill('strike');
    await page.locator('twc-search [aria-labelledby=g2] [role=option]').first().waitFor();
    const client = await page.context().newCDPSession(page);
    const {nodes} = await client.send('Accessibility.getFullAXTree');
    const name = (role) => nodes.filter((n) => !n.ignored && n.role?.value === role).map((n) => n.name?.value);
    assert.deepEqual(name('combobox'), ['Search this site']);
    assert.deepEqual(name('listbox'), ['Results']);
    assert.deepEqual(name('group').slice(-2), ['Results', 'Suggestions']);
    assert.equal(name('dialog').length, 1);
    assert.ok(name('option').length > 1);
    assert.equal(await box(page).input.getAttribute('aria-controls'), await page.locator('twc-search [role=listbox]').getAttribute('id'));
    await box(page).input.fill('');
    await page.waitForFunction(() => document.querySelector('twc-search').input.getAttribute('aria-expanded') === 'false');
  },

  async 'a date is written as people write it'(stage) {
    for (const [lang, day] of [['en', '8 March 2025'], ['nl', '8 maart 2025'], ['ar', '8 March 2025']]) { /* in the language of the other words */
      const page = await at(stage, `/${lang}/`);
      await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit({lang, date: '2025-03-08'})])}));
      await page.keyboard.press('/');
      await page.keyboard.type('x');
      assert.equal(await page.locator('twc-search .meta').first().textContent(), `s · ${day}`);
    }
  },

  async 'answers come while typing, with marks as elements'(stage) {
    const page = await searched(stage, 'works council');
    assert.ok(await box(page).hits.count() > 1);
    assert.ok(await page.locator('twc-search .title mark').count() > 0);
    assert.match(await page.locator('twc-search .foot a').textContent(), /^All results \(\d+\)$/);
    assert.match(await box(page).hits.first().getAttribute('href'), /\/en\//);
  },

  async 'sections stand under their page and lead to their heading'(stage) {
    const page = await searched(stage, 'works council');
    const sub = page.locator('twc-search .sub').first();
    await sub.waitFor();
    assert.match(await sub.getAttribute('href'), /#/);
    assert.notEqual((await sub.locator('.title').textContent()).trim(), '');
  },

  async 'a section does not say again what its page has just said'(stage) {
    const page = await at(stage);
    const sub = (snippet) => ({title: snippet, anchor: 'b', url: '/en/a/#b', snippet, _formatted: {snippet: `<mark>${snippet}</mark>`}});
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit({_formatted: {title: 'A', snippet: '<mark>text</mark>'}, sub_results: [sub('text'), sub('more')]})])}));
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await box(page).hits.first().waitFor();
    assert.deepEqual(await page.locator('twc-search .text').allTextContents(), ['text', 'more']);
    await page.goto(stage.site.url + '/search?lang=en&q=strike');
    for (const one of await page.locator('.hits > li').all()) {
      const told = await one.locator('p:not(.meta)').allTextContents();
      assert.equal(new Set(told).size, told.length, told.join('\n'));
    }
  },

  async 'suggestions are offered, and a word fills the field'(stage) {
    const page = await at(stage);
    await suggesting(page, [{text: 'works council', kind: 'word', url: null}, {text: 'A page', kind: 'title', url: '/en/a-page/'}]);
    await page.keyboard.press('/');
    await page.keyboard.type('wo');
    await page.locator('twc-search [aria-labelledby=g2] [role=option]').first().click();
    assert.equal(await box(page).input.inputValue(), 'works council');
    await page.keyboard.type(' '); /* the word is typed to its end: there is nothing to complete */
    await page.locator('twc-search [aria-labelledby=g2]').waitFor({state: 'detached'});
    assert.equal(await active(page), 'combobox');
  },

  async 'nothing is active before an arrow, and arrows go round through the field'(stage) {
    const page = await searched(stage, 'strike');
    const {input, options} = box(page);
    assert.equal(await input.getAttribute('aria-expanded'), 'true');
    assert.equal(await input.getAttribute('aria-activedescendant'), null);
    await page.keyboard.press('ArrowDown');
    assert.equal(await input.getAttribute('aria-activedescendant'), await options.first().getAttribute('id'));
    assert.equal(await options.first().getAttribute('aria-selected'), 'true');
    assert.equal(await active(page), 'combobox');
    await page.keyboard.press('ArrowUp');
    assert.equal(await input.getAttribute('aria-activedescendant'), null);
    await page.keyboard.press('ArrowUp');
    assert.equal(await input.getAttribute('aria-activedescendant'), await options.last().getAttribute('id'));
    await page.keyboard.type('s');
    await page.waitForFunction(() => !document.querySelector('twc-search').shadowRoot.querySelector('[role=combobox]').hasAttribute('aria-activedescendant'));
  },

  async 'Enter opens what is chosen, Ctrl-Enter in a new tab'(stage) {
    const page = await searched(stage, 'works council', '/en/', {}); /* a context of its own, where the only new tab is this */
    const href = await box(page).options.first().getAttribute('href');
    await page.keyboard.press('ArrowDown');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')]);
    await tab.waitForURL((u) => u.href.split('#')[0] === href.split('#')[0]);
    assert.equal(await tab.evaluate(() => window.opener), null);
    assert.equal(await box(page).dialog.isVisible(), true);
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => u.href.split('#')[0] === href.split('#')[0]);
  },

  async 'Enter that ends a word in an input method opens nothing'(stage) {
    const page = await searched(stage, 'works council');
    await page.keyboard.press('ArrowDown');
    const stays = await box(page).input.evaluate((e) => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})));
    assert.equal(stays, true);
    assert.equal(await box(page).dialog.isVisible(), true);
  },

  async 'Enter with nothing chosen goes to the page of all results'(stage) {
    const page = await searched(stage, 'works council');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=works\+council&lang=en$/);
    assert.ok(await page.locator('.hits > li').count() > 1);
    await page.goto(stage.site.url + '/nl/?search=staken&search.lang=en&search.section=guides');
    await box(page).dialog.waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=staken&lang=en&section=guides$/); /* the filters come along */
  },

  async 'a letter asks for titles, a pause for the rest, and nothing that was shown goes away'(stage) {
    const page = await at(stage);
    const asked = [];
    page.on('request', (r) => r.url().includes('/api/v1/') && asked.push(new URL(r.url()).searchParams));
    await page.keyboard.press('/');
    await typed(page, 'works counci', 60);
    await page.waitForRequest((r) => r.url().includes('sub_results'));
    await box(page).hits.first().locator('.text').waitFor();
    const told = asked.filter((a) => a.get('fields').includes('sub_results'));
    assert.equal(told.at(-1).get('q'), 'works counci');
    assert.equal(told.length, 1);
    assert.ok(asked.length >= 5);
    assert.ok(told[0].has('suggest')); /* hits and suggestions in one answer */
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const lost = await box(page).hits.first().evaluate(async (first) => {
      const {input, list} = document.querySelector('twc-search');
      const href = first.href;
      let lost = 0;
      new MutationObserver(() => { if (![...list.querySelectorAll('a')].find((a) => a.href === href)?.querySelector('.text')) lost++; }).observe(list, {childList: true});
      input.value += 'l';
      input.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
      await new Promise((later) => setTimeout(later, 600));
      return lost;
    });
    assert.equal(lost, 0);
  },

  async 'what was chosen stays chosen when the rest comes'(stage) {
    const page = await at(stage);
    let come;
    const rest = new Promise((done) => { come = done; });
    await page.route('**/api/v1/search*', async (r) => { if (r.request().url().includes('sub_results')) await rest; await r.continue(); });
    await page.keyboard.press('/');
    await page.keyboard.type('union');
    await box(page).hits.nth(1).waitFor();
    assert.equal(await page.locator('twc-search .text').count(), 0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = () => page.locator('twc-search [aria-selected=true]').evaluate((a) => a.href);
    const before = await chosen();
    come();
    await page.locator('twc-search .text').first().waitFor();
    assert.equal(await chosen(), before);
    assert.equal(await box(page).input.getAttribute('aria-activedescendant'), await page.locator('twc-search [aria-selected=true]').getAttribute('id'));
  },

  async 'an answer to what was typed before is never painted'(stage) {
    const page = await at(stage);
    await page.route('**/api/v1/search*', async (r) => {
      const q = new URL(r.request().url()).searchParams.get('q');
      if (q === 'a') await new Promise((done) => setTimeout(done, 400));
      await r.fulfill({json: answer([hit({title: 'for ' + q, _formatted: {title: 'for ' + q, snippet: ''}})])}).catch(() => {});
    });
    await page.keyboard.press('/');
    await page.keyboard.type('a');
    await page.keyboard.type('b');
    await page.getByText('for ab').waitFor();
    await page.waitForTimeout(600);
    assert.equal(await box(page).hits.first().locator('.title').textContent(), 'for ab');
  },

  async 'the list is never empty between two answers'(stage) {
    const page = await searched(stage, 'strik');
    await page.evaluate(() => {
      const list = document.querySelector('twc-search').shadowRoot.querySelector('[role=listbox]');
      window.emptied = 0;
      const look = () => { if (!list.querySelector('[role=option]')) window.emptied++; requestAnimationFrame(look); };
      look();
    });
    await page.keyboard.type('e', {delay: 30});
    await page.keyboard.press('Backspace');
    await page.keyboard.type('es', {delay: 30});
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => window.emptied), 0);
  },

  async 'one live region tells the count, after a pause'(stage) {
    const page = await at(stage);
    await page.evaluate(() => {
      window.told = [];
      new MutationObserver(() => window.told.push(region.textContent)).observe(document.querySelector('twc-search').shadowRoot.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true});
      const region = document.querySelector('twc-search').shadowRoot.querySelector('[role=status]');
    });
    await page.keyboard.press('/');
    await typed(page, 'strike', 200); /* and an answer to each */
    await page.waitForFunction(() => window.told.length > 0);
    await page.waitForTimeout(900);
    const told = await page.evaluate(() => window.told);
    assert.equal(told.length, 1, told.join());
    assert.match(told[0], /^\d+ results?$/);
    assert.equal(await page.locator('twc-search [aria-live], twc-search [role=status], twc-search [role=alert]').count(), 1);
  },

  async 'the language can be switched and the address says so'(stage) {
    const page = await searched(stage, 'works council');
    const chip = page.locator('twc-search .chip', {hasText: 'also in Dutch'});
    await chip.click();
    await page.waitForFunction(() => document.querySelector('twc-search').shadowRoot.querySelector('[role=option]')?.lang === 'nl');
    assert.equal(new URL(page.url()).searchParams.get('search.lang'), 'nl');
    await page.locator('twc-search .chip', {hasText: 'English'}).click();
    await page.waitForFunction(() => document.querySelector('twc-search').shadowRoot.querySelector('[role=option]')?.lang === 'en');
  },

  async 'chips filter and say that they do'(stage) {
    const page = await searched(stage, 'works council');
    const chip = page.locator('twc-search .chip:not(:has-text("also in"))').first();
    const name = (await chip.textContent()).replace(/\s*\d+$/, '');
    await chip.click();
    const pressed = page.locator('twc-search .chip[aria-pressed=true]');
    await pressed.waitFor();
    assert.equal((await pressed.textContent()).replace(/\s*\d+$/, ''), name);
    assert.equal(await active(page), 'combobox');
    await pressed.click();
    await pressed.waitFor({state: 'detached'});
  },

  async 'a relaxed search says so, and offers the words that were meant'(stage) {
    const page = await at(stage);
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit()], {relaxed: ['spelling', 'any-word'], correction: new URL(r.request().url()).searchParams.get('q') === 'unoin' ? 'union' : null})}));
    await page.keyboard.press('/');
    await page.keyboard.type('unoin');
    await page.getByText('No page has all of these words. Shown are words spelled much like them, pages with some of them.').waitFor();
    await page.getByRole('button', {name: 'union'}).click();
    assert.equal(await box(page).input.inputValue(), 'union');
  },

  async 'no results: what was looked for, a way back and topics to browse'(stage) {
    const page = await at(stage);
    await page.keyboard.press('/');
    await page.route('**/api/v1/search*', (r) => {
      const p = new URL(r.request().url()).searchParams;
      return r.fulfill({json: p.get('q') === 'qqq' ? answer([]) : answer([hit()], {facetDistribution: {tag: {strikes: 3}, lang: {en: 5, nl: 4}}})});
    });
    await page.keyboard.type('qqq');
    await box(page).note.getByText('Nothing found for “qqq”.').waitFor();
    await page.waitForFunction(() => /Nothing found for “qqq”/.test(document.querySelector('twc-search').status.textContent)); /* and is told */
    await page.getByRole('button', {name: 'Dutch'}).click();
    await page.waitForURL((u) => u.searchParams.get('search.lang') === 'nl');
    await page.getByRole('button', {name: 'English'}).last().click();
    await page.waitForURL((u) => u.searchParams.get('search.lang') === 'en');
    await page.getByRole('button', {name: 'strikes'}).click();
    await box(page).hits.first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get('search.tag'), 'strikes');
    assert.equal(await box(page).input.inputValue(), '');
  },

  async 'an address can be shared, and Back closes and opens'(stage) {
    const page = await searched(stage, 'strike');
    const url = page.url();
    assert.equal(new URL(url).searchParams.get('search'), 'strike');
    await page.goBack();
    await box(page).dialog.waitFor({state: 'hidden'});
    assert.equal(page.url(), stage.site.url + '/en/'); /* and not the page before */
    await page.goForward();
    await box(page).hits.first().waitFor();
    const other = await at(stage, url.slice(stage.site.url.length));
    await box(other).hits.first().waitFor();
    assert.equal(await box(other).input.inputValue(), 'strike');
    await other.keyboard.press('Escape');
    assert.equal(new URL(other.url()).search, '');
  },

  async 'an address holds the filters too'(stage) {
    const page = await at(stage);
    const asked = page.waitForRequest((r) => r.url().includes('/api/v1/search'));
    await page.goto(stage.site.url + '/en/?search=works+council&search.lang=nl&search.section=guides&search.tag=rechten');
    const {searchParams} = new URL((await asked).url());
    assert.deepEqual(['q', 'lang', 'section', 'tag'].map((name) => searchParams.get(name)), ['works council', 'nl', 'guides', 'rechten']);
    await page.locator('twc-search .chip[aria-pressed=true]', {hasText: /^(Gidsen|guides)/}).waitFor();
  },

  async 'a search that ran out of time says that there may be more'(stage) {
    const page = await at(stage);
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit()], {partial: true})}));
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await box(page).note.getByText('There may be more: not all could be searched in time.').waitFor();
  },

  async 'where filters leave nothing, they can be taken away'(stage) {
    const page = await at(stage);
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer(new URL(r.request().url()).searchParams.has('tag') ? [] : [hit()])}));
    await page.goto(stage.site.url + '/en/?search=strike&search.tag=none');
    await page.getByRole('button', {name: 'Remove filters'}).click();
    await box(page).hits.first().waitFor();
    assert.equal(new URL(page.url()).searchParams.has('search.tag'), false);
  },

  async 'Back from a hit comes to the same results'(stage) {
    const page = await searched(stage, 'strike');
    await box(page).hits.first().click();
    await page.waitForURL((u) => !u.searchParams.has('search'));
    await page.goBack();
    await box(page).hits.first().waitFor();
    assert.equal(await box(page).input.inputValue(), 'strike');
  },

  async 'it speaks Dutch, and other words by attribute'(stage) {
    const page = await searched(stage, 'staking', '/nl/');
    assert.equal(await box(page).input.getAttribute('placeholder'), 'Waar zoek je naar?');
    assert.equal(await box(page).hits.first().getAttribute('lang'), 'nl');
    await page.evaluate(() => {
      const e = document.createElement('twc-search');
      e.setAttribute('strings', '{"hint": "Was suchst du?"}');
      document.body.append(e);
    });
    assert.equal(await page.locator('twc-search').last().locator('input[role=combobox]').getAttribute('placeholder'), 'Was suchst du?');
  },

  async 'however long it goes on, typing without a pause asks for some letters only, and at its end for all'(stage) {
    const page = await at(stage, '/nl/');
    const asked = [];
    page.on('request', (r) => r.url().includes('/api/v1/') && asked.push(new URL(r.url()).searchParams));
    await page.route('**/api/v1/search*', (r) => r.fulfill({json: answer([hit({title: 'for ' + new URL(r.request().url()).searchParams.get('q'), _formatted: undefined})])}).catch(() => {}));
    await page.keyboard.press('/');
    await typed(page, 'arbeidsongeschiktheid', 120);
    await page.getByText('for arbeidsongeschiktheid').waitFor();
    assert.equal(asked.length, 6);
    assert.equal(asked[0].get('q'), 'a'); /* the first at once */
    assert.deepEqual(asked.filter((a) => a.get('fields').includes('snippet') || a.get('fields').includes('_formatted,')).map((a) => a.get('q')), ['arbeidsongeschiktheid']);
  },
};
