/* <twc-search>: README.md beside it. Text from the network never becomes HTML.
 * SPDX-License-Identifier: GPL-3.0-or-later */
(() => {
const words = {
  en: {
    open: 'Search', label: 'Search this site', hint: 'What are you looking for?', close: 'Close', results: 'Results',
    suggestions: 'Suggestions', filters: 'Filters', nothing: 'Nothing found for “%”.', try: 'Try fewer or other words, or a topic:',
    one: '1 result', many: '% results', mean: 'Did you mean: ', also: 'also in %', in: 'Search in', all: 'All results', clear: 'Remove filters',
    relaxed: 'No page has all of these words. Shown are %.', partial: 'There may be more: not all could be searched in time.',
    simple: 'The search service is away, so this is a simpler search.', sorry: 'Sorry, the search is away just now. ',
    help: 'Browse the site instead', busy: 'One moment, please: that was a lot of searches.', keys: '↑ ↓ to choose, Enter to open, Esc to close',
    'any-word': 'pages with some of them', compound: 'parts of compound words', variant: 'other spellings',
    glossary: 'words that mean the same', translation: 'pages whose translation has them', prefix: 'words that begin like them',
    spelling: 'words spelled much like them', 'other-language': 'pages in another language',
  },
  nl: {
    open: 'Zoeken', label: 'Doorzoek deze site', hint: 'Waar zoek je naar?', close: 'Sluiten', results: 'Resultaten',
    suggestions: 'Suggesties', filters: 'Filters', nothing: 'Niets gevonden voor “%”.', try: 'Probeer minder of andere woorden, of een onderwerp:',
    one: '1 resultaat', many: '% resultaten', mean: 'Bedoelde je: ', also: 'ook in het %', in: 'Zoek in het', all: 'Alle resultaten', clear: 'Filters weghalen',
    relaxed: 'Geen pagina bevat al deze woorden. Je ziet %.', partial: 'Misschien is er meer: niet alles kon op tijd worden doorzocht.',
    simple: 'De zoekdienst is even weg; dit is een eenvoudiger zoekactie.', sorry: 'Sorry, zoeken lukt nu even niet. ',
    help: 'Blader door de site', busy: 'Een ogenblik: dat waren veel zoekvragen.', keys: '↑ ↓ kiezen, Enter openen, Esc sluiten',
    'any-word': 'pagina’s met een deel ervan', compound: 'delen van samenstellingen', variant: 'andere schrijfwijzen',
    glossary: 'woorden die hetzelfde betekenen', translation: 'pagina’s waarvan de vertaling ze bevat', prefix: 'woorden die zo beginnen',
    spelling: 'woorden die erop lijken', 'other-language': 'pagina’s in een andere taal',
  },
};
const script = document.currentScript || document.querySelector('script[src*="twc-search"]');
const home = script ? script.src : location.href;
const keys = Object.entries({q: 'search', lang: 'search.lang', tag: 'search.tag', section: 'search.section'});
/* A letter asks for titles, some letters at most, and a pause for what is read: a shorter one where no titles come. */
const eager = 5;
const lean = 'totalHits' + ' url lang _formatted.title'.replaceAll(' ', ',hits.');
const whole = lean + ',relaxed,correction,partial,suggestions.text,suggestions.url,facetDistribution,sectionTitles' + ' section date _formatted sub_results.title sub_results.url sub_results._formatted translations.lang'.replaceAll(' ', ',hits.');

const attempt = (f, or) => { try { return f(); } catch { return or; } };
const h = (name, attributes, ...children) => {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes || {})) {
    if (k[0] === '@') e.addEventListener(k.slice(1), v);
    else if (v != null) for (const name of k === 'class' ? ['part', k] : [k]) e.setAttribute(name, v);
  }
  e.append(...children.flat(Infinity).filter(Boolean));
  return e;
};

const icon = h('span', {class: 'icon'});

/* "a <mark>b</mark> &amp; c" as nodes: marks and five entities alone are read. */
const plain = (html) => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, e) => ({amp: '&', lt: '<', gt: '>', quot: '"'})[e] || "'");
const marked = (html) => String(html ?? '').split(/<mark>(.*?)<\/mark>/s).map((s, i) => i % 2 ? h('mark', null, plain(s)) : plain(s));

/* Only to the web: javascript: would run. */
const here = (url) => new URL(url, location.href).href;
const safe = (url, base) => attempt(() => here(base + url).match(/^https?:.*/)[0], '#');
/* Hugo's HTML as text: without tags only entities are left to the parser. */
const textOf = (html) => new DOMParser().parseFromString(String(html ?? '').replace(/<[^>]*>/g, ' '), 'text/html').body.textContent.trim();
const folded = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/* So that nothing moves when the sheet comes. */
const early = ':host{display:inline-block;vertical-align:middle}.open{visibility:hidden;display:inline-flex;align-items:center;gap:.6em;min-height:2.75rem;padding:.4em .8em;'
  + 'border:1px solid;font:inherit}.icon{width:1.15em;height:1.15em}kbd{font:inherit;font-size:.8em;border:1px solid;padding:0 .4em}dialog{opacity:0}';

class TwcSearch extends HTMLElement {
  connectedCallback() {
    this.shadowRoot || this.make();
    this.listen();
    this.fromAddress();
  }

  make() {
    const lang = (this.getAttribute('lang') || this.closest('[lang]')?.lang || 'en').toLowerCase();
    const more = attempt(() => JSON.parse(this.getAttribute('strings')), {}) || {};
    this.tongue = lang;
    this.speech = words[lang.split('-')[0]] || more.open ? lang : 'en';
    this.words = {...words.en, ...words[lang.split('-')[0]], ...more};
    this.api = here(this.getAttribute('api') || '/').replace(/\/$/, '');
    this.base = this.getAttribute('base') || '';
    this.state = {q: ''};
    this.kept = new Map();
    this.offered = [];
    this.glances = 0;
    this.attachShadow({mode: 'open'});
    this.dress();
    this.build();
  }

  listen() {
    this.gone?.abort();
    const {signal} = this.gone = new AbortController();
    document.addEventListener('keydown', (e) => this.shortcut(e), {signal});
    document.addEventListener('click', (e) => {
      if (e.defaultPrevented || !e.target.closest?.('[data-twc-open]')) return;
      e.preventDefault();
      this.open();
    }, {signal});
    /* A phone's keyboard makes only this smaller. */
    const seen = window.visualViewport, fit = () => this.dialog.style.setProperty('--seen', Math.round(seen.height * seen.scale) + 'px');
    seen?.addEventListener('resize', fit, {signal});
    addEventListener('popstate', () => this.fromAddress(), {signal});
    addEventListener('pageshow', (e) => e.persisted && this.fromAddress(), {signal});
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  /* A strict policy refuses style elements, and lets this through. */
  async dress() {
    const given = this.getAttribute('css');
    const url = given ? here(given) : new URL('twc-search.css', home).href, headers = {Accept: 'text/css,*/*;q=0.1'}; /* as a link asks */
    try {
      const sheet = new CSSStyleSheet();
      this.shadowRoot.adoptedStyleSheets = [sheet];
      sheet.replaceSync(early);
      sheet.replaceSync(await fetch(url, {headers, credentials: 'omit'}).then((r) => r.ok ? r.text() : '', () => ''));
    } catch { /* an older browser */
      this.shadowRoot.append(h('link', {rel: 'stylesheet', href: url}));
    }
  }

  build() {
    const w = this.words;
    this.input = h('input', {part: 'input', type: 'search', role: 'combobox', 'aria-label': w.label, 'aria-expanded': 'false', 'aria-controls': 'list',
      'aria-autocomplete': 'list', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search', placeholder: w.hint, maxlength: 1000,
      '@input': () => this.typed(), '@keydown': (e) => this.pressed(e)});
    this.chips = h('div', {class: 'chips', role: 'group', 'aria-label': w.filters});
    this.note = h('div', {class: 'note'});
    this.list = h('div', {class: 'list', id: 'list', role: 'listbox', 'aria-label': w.results, tabindex: -1});
    this.status = h('div', {class: 'hidden', role: 'status'});
    this.all = h('a', {href: this.page()}, w.all);
    this.dialog = h('dialog', {part: 'dialog', 'aria-label': w.label, '@close': () => this.closed(), '@click': (e) => e.target === this.dialog && this.close(),
      '@cancel': (e) => { e.preventDefault(); this.close(); }},
      h('form', {class: 'bar', role: 'search', '@submit': (e) => this.submitted(e)}, icon, this.input,
        h('button', {class: 'close', type: 'button', 'aria-label': w.close, '@click': () => this.close()}, '✕')),
      this.chips, this.note, this.list, this.status,
      h('div', {class: 'foot'}, h('span', {class: 'keys'}, w.keys), this.all));
    this.shadowRoot.append(this.button = h('button', {class: 'open', part: 'button', type: 'button', 'aria-haspopup': 'dialog', 'aria-keyshortcuts': '/ Control+K',
      '@click': () => this.open()}, icon.cloneNode(), w.open, h('kbd', {'aria-hidden': 'true'}, '/')), this.dialog);
  }

  shortcut(e) {
    const at = e.composedPath()[0];
    const k = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k';
    const slash = e.key === '/' && !e.ctrlKey && !e.metaKey && !e.altKey && !at.isContentEditable && !/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
    if (!k && !slash || e.defaultPrevented) return;
    e.preventDefault();
    this.dialog.open ? this.input.select() : this.open();
  }

  open() {
    if (this.dialog.open) return;
    if (!new URL(location).searchParams.has('search')) history.pushState({twc: 1}, '', this.address());
    this.show();
  }

  show() {
    this.before = document.activeElement;
    while (this.before?.shadowRoot?.activeElement) this.before = this.before.shadowRoot.activeElement;
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
  }

  close() {
    this.dialog.close();
    if (history.state?.twc) history.back();
    else history.replaceState(null, '', this.address(true));
  }

  closed() {
    this.stop();
    this.kept.clear();
    const button = this.button.offsetWidth ? this.button : document.querySelector('[data-twc-open]'); /* a site may hide ours */
    (this.before && this.before !== document.body ? this.before : button)?.focus();
  }

  address(without) {
    const url = new URL(location);
    for (const [f, k] of keys) without || this.state[f] == null ? url.searchParams.delete(k) : url.searchParams.set(k, this.state[f]);
    return url;
  }

  fromAddress() {
    const {searchParams} = new URL(location);
    if (document.querySelector('twc-search') !== this) return;
    if (!searchParams.has('search')) return this.dialog.open && this.dialog.close();
    this.state = Object.fromEntries(keys.map(([f, k]) => [f, searchParams.get(k)]));
    this.input.value = this.state.q;
    if (!this.dialog.open) this.show();
    this.run();
  }

  page() {
    return this.api + '/search?' + new URLSearchParams(this.query());
  }

  query() {
    const {q, lang, tag, section} = this.state;
    return Object.entries({q, lang: lang || this.tongue, tag, section}).filter((e) => e[1] != null);
  }

  typed() {
    this.choose(null);
    this.set({q: this.input.value}, true);
  }

  set(more, typing) {
    Object.assign(this.state, more);
    if (this.input.value !== this.state.q) this.input.value = this.state.q;
    history.replaceState(history.state, '', this.address());
    this.run(typing);
  }

  go(more) {
    this.set(more);
    this.input.focus();
  }

  async ask(query, fields, signal) {
    const asked = new URLSearchParams([...query, ['limit', 5], ...(fields === lean ? [] : [['suggest', 4], ['facets', 'lang,tag,section']]), ['fields', fields]]);
    const r = await Promise.race([fetch(`${this.api}/api/v1/search?${asked}`, {signal, credentials: 'omit'}), new Promise((_, late) => setTimeout(late, 8000, {}))]);
    if (!r.ok) throw r;
    return r.json();
  }

  stop() {
    this.abort?.abort();
    for (const timer of [this.later, this.next, this.soon]) clearTimeout(timer);
  }

  run(typing) {
    this.stop();
    const {signal} = this.abort = new AbortController();
    const {q, tag, section} = this.state;
    this.dialog.classList.add('busy');
    this.all.href = this.page();
    if (!q.trim() && !tag && !section) return this.paint({}, []);
    if (!typing) return this.search(q, whole, signal);
    const glance = /\S$/.test(q) && this.glances < eager;
    this.soon = setTimeout(() => this.search(q, whole, signal), glance ? 400 : 250);
    if (glance) this.next = setTimeout(() => { this.glances++; this.search(q, lean, signal); }, 10);
  }

  async search(q, fields, signal) {
    const all = fields === whole;
    if (all) this.glances = 0;
    try {
      const answer = await this.ask(this.query(), fields, signal);
      if (!all && this.answer?.of === signal) return; /* late */
      const there = all && !answer.hits.length ? await this.ask([['lang', this.state.lang || this.tongue]], 'facetDistribution', signal) : {};
      answer.of = signal;
      if (signal.aborted) return;
      this.offered = all ? answer.suggestions || [] : this.offered.filter((s) => folded(s.text).includes(folded(q)));
      this.paint(answer, /\s$/.test(q) ? [] : this.offered, there.facetDistribution, all);
    } catch (e) {
      if (signal.aborted) return;
      clearTimeout(this.soon);
      await this.without(q, e, signal);
    }
  }

  async listed() {
    for (const url of [this.getAttribute('fallback') || `/${this.tongue}/index.json`, '/index.json']) {
      const all = await fetch(here(url), {credentials: 'omit'}).then((r) => r.json()).catch(() => null);
      if (Array.isArray(all)) return all;
    }
    return null;
  }

  /* The site's own list, else kind words. */
  async without(q, e, signal) {
    if (e.status === 429) {
      this.note.replaceChildren(this.words.busy);
      return setTimeout(() => signal.aborted || this.run(), 1000 * (e.headers.get('Retry-After') || 1));
    }
    const pages = await (this.fallen ??= this.listed());
    if (!pages) this.fallen = null;
    if (signal.aborted) return;
    if (!pages) {
      this.paint({away: true}, []);
      this.note.replaceChildren(this.words.sorry, h('a', {href: safe(this.getAttribute('help') || '/', ''), class: 'link'}, this.words.help));
      return this.say(this.words.sorry);
    }
    const parts = folded(q).match(/\S+/g) || [];
    const far = ([, at]) => at.reduce((a, b) => a + b);
    const hits = pages.map((p) => [p, parts.map((w) => ['title', 'summary', 'content'].findIndex((k) => folded(String(p[k] ?? '')).includes(w)))])
      .filter(([, at]) => at[0] != null && !at.includes(-1)).sort((a, b) => far(a) - far(b)).slice(0, 10)
      .map(([p]) => ({title: String(p.title ?? ''), snippet: textOf(p.summary), url: p.permalink ?? '#', section: p.section, date: p.date, outside: true}));
    this.paint({hits, totalHits: hits.length, away: true}, []);
  }

  paint(answer, suggestions, there = {}, all = true) {
    /* What was shown of a page stays, or all would jump. */
    const hits = answer.hits || [];
    for (const x of hits) {
      if (all) this.kept.set(x.url, x);
      x.more = this.kept.get(x.url) || x;
    }
    const chosen = this.chosen?.href, top = answer.of && this.answer?.of === answer.of ? this.list.scrollTop : 0;
    const stays = !all && hits[0] && this.answer?.hits?.[0] && !this.answer.away;
    this.answer = answer;
    this.titles = answer.sectionTitles || this.titles;
    this.dialog.classList.remove('busy');
    this.all.hidden = answer.away;
    this.count = 0;
    this.choose(null);
    const known = new Set(hits.flatMap((x) => [x.url, ...(x.more.sub_results || []).map((s) => s.url.split(':~:')[0])]));
    const group = (name, id, items) => items.length ? [h('div', {role: 'group', 'aria-labelledby': id}, h('div', {class: 'group', id, role: 'presentation'}, name), items)] : [];
    const hints = suggestions.filter((s) => !known.has(s.url) && s.text !== this.state.q).map((s) => this.hint(s));
    const results = hits.map((x) => this.hit(x));
    this.list.replaceChildren(...group(this.words.results, 'g1', results), ...group(this.words.suggestions, 'g2', hints));
    this.options = [...this.list.querySelectorAll('[role=option]')];
    this.list.scrollTop = top;
    if (chosen) this.choose(this.options.find((o) => o.href === chosen) || null);
    this.input.setAttribute('aria-expanded', this.options.length > 0);
    if (all) this.chips.replaceChildren(...this.facets(answer));
    stays || this.note.replaceChildren(...this.remarks(answer, there));
    const n = answer.totalHits || hits.length;
    this.all.textContent = this.words.all + (n ? ` (${n})` : '');
    if (all && answer.hits) this.say(!n ? this.words.nothing.replace('%', () => this.state.q) : n === 1 ? this.words.one : this.words.many.replace('%', n));
  }

  /* After a pause, or it is never read to its end. */
  say(text) {
    clearTimeout(this.later);
    this.later = setTimeout(() => { this.status.textContent = text; }, 500);
  }

  name(lang) {
    return attempt(() => new Intl.DisplayNames([this.speech], {type: 'language'}).of(lang), lang);
  }

  day(date) {
    return /^\d{4}-\d\d-\d\d$/.test(date) ? attempt(() => new Date(date).toLocaleDateString(this.speech.replace(/^en$/, 'en-GB'), {dateStyle: 'long', timeZone: 'UTC'}), date) : date;
  }

  option(attributes, title, meta, text) {
    const id = 'o' + this.count++;
    return h('a', {...attributes, id, part: 'option', role: 'option', 'aria-selected': 'false', tabindex: -1, '@click': (e) => this.followed(e, attributes)},
      h('span', {class: 'title', dir: 'auto'}, title),
      meta && h('span', {class: 'meta'}, meta), text && h('span', {class: 'text', dir: 'auto'}, text));
  }

  hit({more, ...lean}) {
    const x = {...more, ...lean};
    const base = x.outside ? '' : this.base;
    const meta = [x.lang && x.lang !== this.tongue && this.name(x.lang), this.titles?.[x.section] || x.section, this.day(x.date)].filter(Boolean).join(' · ');
    const html = (y, field) => y._formatted?.[field];
    const of = (y, field) => html(y, field) != null ? marked(html(y, field)) : y[field];
    return [
      this.option({href: safe(x.url, base), lang: x.lang}, of(x, 'title'), meta, of(more, 'snippet')),
      (more.sub_results || []).map((s) => this.option({href: safe(s.url, base), class: 'sub', lang: x.lang}, s.title, null, html(s, 'snippet') !== html(more, 'snippet') && of(s, 'snippet'))),
    ];
  }

  hint(s) {
    return this.option(s.url ? {href: safe(s.url, this.base), class: 'word'} : {href: this.api + '/search?' + new URLSearchParams({q: s.text, lang: this.tongue}), class: 'word', fill: s.text}, s.text);
  }

  chip(text, count, pressed, more, lang) {
    return h('button', {type: 'button', class: 'chip', 'aria-pressed': String(pressed), lang, '@click': () => this.go(more)}, text, count != null && h('small', null, ' ' + count));
  }

  facets({facetDistribution: all, hits = []}) {
    const chips = [];
    const lang = this.state.lang || this.tongue;
    const other = hits.flatMap((x) => (x.translations || []).map((t) => t.lang));
    for (const l of new Set([...Object.keys(all?.lang || {}), ...other, this.tongue])) {
      if (all && l !== lang) chips.push(this.chip(l === this.tongue ? this.name(l) : this.words.also.replace('%', this.name(l)), all.lang?.[l], false, {lang: l === this.tongue ? undefined : l}));
    }
    for (const f of ['section', 'tag']) {
      const on = this.state[f];
      const found = Object.entries(all?.[f] || {}).filter(([v]) => v !== on).slice(0, 5);
      const of = (v) => f === 'section' && this.titles?.[v] || v;
      if (on) chips.unshift(this.chip(of(on), all?.[f]?.[on], true, {[f]: undefined}));
      for (const [v, n] of found) chips.push(this.chip(of(v), n, false, {[f]: v}));
    }
    return chips;
  }

  remarks({hits, relaxed, correction, partial, away}, there) {
    const w = this.words;
    const topics = Object.keys(there.tag || {});
    const elsewhere = Object.keys(there.lang || {}).filter((l) => l !== (this.state.lang || this.tongue));
    const p = (...content) => h('p', null, ...content);
    const to = (text, more) => h('button', {type: 'button', class: 'link', '@click': () => this.go(more)}, text);
    const {q, tag, section} = this.state;
    const none = hits && !hits.length;
    const ways = (relaxed || []).map((r) => w[r]).filter(Boolean);
    return [
      away && hits && p(w.simple),
      none && p(w.nothing.replace('%', () => q)),
      correction && p(w.mean, to(correction, {q: correction})),
      hits?.[0] && ways[0] && p(w.relaxed.replace('%', ways.join(', '))),
      partial && p(w.partial),
      none && (tag || section) && p(to(w.clear, {tag: undefined, section: undefined})),
      elsewhere[0] && p(w.in, elsewhere.map((l) => [' ', to(this.name(l), {lang: l})])),
      topics[0] && p(w.try),
      topics[0] && h('div', {class: 'chips'}, topics.slice(0, 8).map((t) => this.chip(t, null, false, {q: '', tag: t, section: undefined}))),
    ].filter(Boolean);
  }

  choose(option) {
    this.chosen?.setAttribute('aria-selected', 'false');
    this.chosen = option;
    if (!option) return this.input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    this.input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({block: 'nearest'});
  }

  pressed(e) {
    const all = this.options || [];
    const at = all.indexOf(this.chosen);
    if (e.isComposing) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      if (!all.length) return;
      e.preventDefault();
      const next = e.key === 'ArrowDown' ? at + 1 : at < 0 ? all.length - 1 : at - 1;
      this.choose(all[next] || null);
    } else if (e.key === 'Enter' && (this.chosen || e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      if (e.ctrlKey || e.metaKey) open((this.chosen || this.all).href, '_blank', 'noopener');
      else this.chosen.click();
    } else if (e.key === 'Escape') {
      e.preventDefault();
      this.close();
    }
  }

  followed(e, {fill}) {
    if (!fill || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    this.go({q: fill});
  }

  submitted(e) {
    e.preventDefault();
    (this.answer?.away ? this.options[0] : this.all)?.click();
  }
}

customElements.get('twc-search') || customElements.define('twc-search', TwcSearch);
})();
