'use strict';
// Sorts, filters and opens requests. Everything that people wrote goes into the page as text, never as
// markup, and no name of an element is made from it.
(() => {
  const at = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(at(id).textContent);
  if (!at('ranking-data') || !at('ranking-table')) return;

  // What stands in a row, in the order in which it is written.
  const [NODE, POSITION, MARK, ID, TITLE, TEAMS, KIND, STANDING, POINTS, SCORE, WEEKS, SCORE_PER_WEEK, FINISH, WHY] =
    Array.from({ length: 14 }, (_, place) => place);
  const { teams, parts, kinds, standings, dated, shown: PAGE, chunk: CHUNK, rows } = read('ranking-data');
  const [WORD, CLASS, LABEL] = [0, 1, 2];
  const COLUMNS = 8 + parts.length + (dated ? 1 : 0);
  const PREFIX = '#request-';

  const table = at('ranking-table');
  const form = document.querySelector('#ranking form');
  const count = at('ranking-count');
  const more = at('ranking-more');

  /** An element with attributes, and with texts or elements in it. */
  function make(name, attributes = {}, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  function draw(name, attributes = {}, ...inside) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...inside);
    return element;
  }

  /** Thousandths with one decimal, halves away from zero; blank where there is no number. */
  function short(thousandths) {
    if (thousandths === null) return '';
    const tenths = Math.floor((Math.abs(thousandths) + 50) / 100);
    const sign = thousandths < 0 && tenths > 0 ? '-' : '';
    return `${sign}${Math.floor(tenths / 10)}.${tenths % 10}`;
  }

  /** Thousandths with as many decimals as there are. */
  const exact = (thousandths) => String(thousandths / 1000);

  const teamNames = (row) => row[TEAMS].map((team) => teams[team]).join(', ');
  const words = (total) => `${total.toLocaleString('en')} request${total === 1 ? '' : 's'}`;

  // --- Which requests, in which order -----------------------------------------------------------

  const compare = new Intl.Collator('en', { numeric: true }).compare;
  /** The place of each request's text among all different ones, so that texts are compared once. */
  function ranks(textOf) {
    const texts = rows.map(textOf);
    const places = new Map([...new Set(texts)].sort(compare).map((text, place) => [text, place]));
    return (row, place) => (texts[place] === '' ? null : places.get(texts[place]));
  }
  const keys = {
    position: (row) => row[POSITION],
    request: (row) => row[NODE],
    team: ranks(teamNames),
    kind: ranks((row) => kinds[row[KIND]]),
    verdict: (row) => row[STANDING],
    score: (row) => row[SCORE],
    weeks: (row) => row[WEEKS],
    score_per_week: (row) => row[SCORE_PER_WEEK],
    finish: ranks((row) => row[FINISH]),
  };
  parts.forEach((name, place) => { keys[name] = (row) => row[POINTS][place]; });
  const rising = ['position', 'request', 'team', 'kind', 'verdict', 'finish'];

  const state = { sort: null, falling: false, limit: PAGE };
  const searched = rows.map((row) =>
    `${row[ID]} ${row[TITLE]} ${teamNames(row)} ${row[WHY]}`.toLowerCase());

  /** The places of the requests that fit the form, in the order that is wanted. */
  function chosen() {
    const wanted = (name) => (form.elements.namedItem(name).value === ''
      ? null : Number(form.elements.namedItem(name).value));
    const [team, kind, verdict] = [wanted('team'), wanted('kind'), wanted('verdict')];
    const parts = form.elements.namedItem('text').value.toLowerCase().split(/\s+/).filter(Boolean);
    const places = [];
    rows.forEach((row, place) => {
      if (team !== null && !row[TEAMS].includes(team)) return;
      if (kind !== null && row[KIND] !== kind) return;
      if (verdict !== null && !fits(verdict, row[STANDING])) return;
      if (parts.some((part) => !searched[place].includes(part))) return;
      places.push(place);
    });
    if (state.sort === null) return places;
    const key = keys[state.sort];
    const sign = state.falling ? -1 : 1;
    const values = rows.map(key);
    // What has no value comes last, whichever way.
    return places.sort((a, b) => {
      const [one, other] = [values[a], values[b]];
      if (one === null || other === null) return (one === null) - (other === null) || a - b;
      return sign * (one - other) || a - b;
    });
  }

  // Standings by number, and -1 for everything to build.
  const BUILT = -1;
  const fits = (verdict, standing) => (verdict === BUILT ? standing < 4 : standing === verdict);

  // --- Rows -------------------------------------------------------------------------------------

  const made = new Map();

  function rowOf(place) {
    if (!made.has(place)) made.set(place, makeRow(place));
    return made.get(place);
  }

  function makeRow(place) {
    const row = rows[place];
    const [standing, name] = standings[row[STANDING]];
    const button = make('button', { type: 'button', class: 'open', 'aria-expanded': 'false', 'data-place': place },
      make('b', {}, make('bdi', {}, row[ID])), ' ', make('bdi', {}, row[TITLE]));
    const figure = (text, extra = '') => make('td', { class: `figure${extra}` }, text);
    return make('tr', { class: name },
      figure(`${row[MARK] ? '*' : ''}${row[POSITION] ?? ''}`),
      make('th', { scope: 'row' }, button, make('small', { dir: 'auto' }, row[WHY])),
      make('td', { class: 'minor teams', dir: 'auto' }, teamNames(row)),
      make('td', { class: 'minor kind' }, kinds[row[KIND]] ?? ''),
      make('td', {}, make('span', { class: 'standing' }, standing)),
      ...row[POINTS].map((points) => figure(short(points), ' part')),
      figure(short(row[SCORE])), figure(short(row[WEEKS])), figure(short(row[SCORE_PER_WEEK]), ' minor'),
      ...(dated ? [make('td', { class: 'finish minor' }, row[FINISH])] : []));
  }

  const opened = new Map();

  function show() {
    const places = chosen();
    const visible = places.slice(0, state.limit);
    const bodies = [];
    let standing = null;
    for (const place of visible) {
      const its = rows[place][STANDING];
      // Lines across the table make sense in the order of the roadmap only.
      if (bodies.length === 0 || (state.sort === null && its !== standing)) {
        const body = make('tbody');
        if (state.sort === null) {
          body.append(make('tr', { class: `group ${standings[its][CLASS]}` },
            make('th', { colspan: COLUMNS, scope: 'rowgroup' }, standings[its][LABEL])));
        }
        bodies.push(body);
        standing = its;
      }
      const body = bodies[bodies.length - 1];
      body.append(rowOf(place));
      if (opened.has(place)) body.append(opened.get(place));
    }
    for (const body of [...table.tBodies]) body.remove();
    table.append(...bodies);
    const some = places.length < rows.length ? `${places.length.toLocaleString('en')} of ${words(rows.length)} match` : words(rows.length);
    const part = visible.length < places.length ? `; the first ${visible.length.toLocaleString('en')} are shown` : '';
    count.textContent = `${some}${part}.`;
    more.parentElement.hidden = visible.length === places.length;
    more.textContent = `Show ${Math.min(PAGE, places.length - visible.length)} more`;
  }

  // --- Details of a request, made when it is opened ------------------------------------------------

  const chunks = new Map();

  function detailsOf(place) {
    const number = Math.floor(place / CHUNK);
    if (!chunks.has(number)) chunks.set(number, read(`details-${number}`));
    return chunks.get(number)[place % CHUNK];
  }

  function makeDetails(place) {
    const columns = make('div', { class: 'columns' });
    for (const [heading, blocks] of detailsOf(place)) {
      // What is drawn needs the whole width.
      const whole = blocks.some(([sort]) => sort === 'b' || sort === 'g');
      const section = make('section', whole ? { class: 'whole' } : {});
      if (heading !== '') section.append(make('h3', { dir: 'auto' }, heading));
      for (const [sort, inside, rest] of blocks) section.append(makeBlock[sort](inside, rest));
      columns.append(section);
    }
    const link = make('a', { href: PREFIX + encodeURIComponent(rows[place][ID]) }, 'Link to this request');
    return make('tr', { class: 'detail' },
      make('td', { colspan: COLUMNS }, columns, make('p', { class: 'link' }, link)));
  }

  const items = (lines) => make('ul', {}, ...lines.map((line) => make('li', { dir: 'auto' }, line)));

  const makeBlock = {
    p: (text) => make('p', { dir: 'auto' }, text),
    l: items,
    t: tree,
    b: waterfall,
    g: grid,
  };

  function tree(lines) {
    const root = make('ul');
    const open = [root];
    for (const [depth, line] of lines) {
      open.length = Math.min(depth + 1, open.length);
      const item = make('li', { dir: 'auto' }, line);
      const parent = open[open.length - 1];
      parent.append(item);
      const inner = make('ul');
      item.append(inner);
      open.push(inner);
    }
    for (const list of root.querySelectorAll('ul')) if (list.childElementCount === 0) list.remove();
    return root;
  }

  function grid(heads, lines) {
    const kind = (place) => (heads[place][1] ? { class: 'figure' } : { dir: 'auto' });
    return make('div', { class: 'scroll' }, make('table', {},
      make('thead', {}, make('tr', {},
        ...heads.map(([head], place) => make('th', { scope: 'col', ...kind(place) }, head)))),
      make('tbody', {}, ...lines.map((line) => make('tr', {},
        ...line.map((text, place) => make('td', kind(place), text)))))));
  }

  /** Contributions as steps from 0 to the score: each bar begins where the one above it ends. */
  function waterfall(bars) {
    let sum = 0;
    const steps = bars.map(([source, points, why, cells]) => {
      const from = sum;
      sum += points;
      return { source, points, why, cells, from, to: sum };
    });
    const least = Math.min(0, ...steps.map((step) => step.to));
    const most = Math.max(0, ...steps.map((step) => step.to));
    const range = Math.max(1, most - least);
    const share = (points) => Math.round(((points - least) / range) * 10000) / 100;
    const bar = (from, to, looks, words) => {
      const [left, right] = [share(Math.min(from, to)), share(Math.max(from, to))];
      return make('td', { class: 'bar' }, draw('svg', { role: 'img', 'aria-label': words },
        draw('line', { class: 'axis', x1: `${share(0)}%`, x2: `${share(0)}%`, y1: 0, y2: 14 }),
        draw('rect', { class: looks, x: `${left}%`, width: `${Math.max(right - left, 0.4)}%`, y: 1, height: 12 })));
    };
    const line = (step) => make('tr', {},
      make('th', { scope: 'row' }, step.source.replace('_', ' ')),
      make('td', { class: 'figure' }, `${step.points > 0 ? '+' : ''}${exact(step.points)}`),
      bar(step.from, step.to, step.points < 0 ? 'minus' : 'plus', `from ${exact(step.from)} to ${exact(step.to)} points`),
      make('td', { class: 'why' }, make('span', { dir: 'auto' }, step.why),
        ...(step.cells.length > 0 ? [make('small', { class: 'cells', dir: 'auto' }, step.cells.join('\n'))] : [])));
    const head = (text, looks = '') => make('th', { scope: 'col', class: looks }, text);
    return make('table', { class: 'waterfall' },
      make('caption', { class: 'unseen' }, 'What it earns and costs, in points'),
      make('thead', {}, make('tr', {}, head('Source'), head('Points', 'figure'), head('From 0 to the score'), head('Why', 'why'))),
      make('tbody', {}, ...steps.map(line)),
      make('tfoot', {}, make('tr', {}, make('th', { scope: 'row' }, 'score'),
        make('td', { class: 'figure' }, exact(sum)), bar(0, sum, 'sum', `${exact(sum)} points in all`),
        make('td', { class: 'why' }))));
  }

  function toggle(place, open) {
    // The details stand after the script: a very early click waits until they are read.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => toggle(place, open), { once: true });
      return;
    }
    const row = rowOf(place);
    row.querySelector('.open').setAttribute('aria-expanded', String(open));
    if (open && !opened.has(place)) {
      const details = makeDetails(place);
      opened.set(place, details);
      row.after(details);
    } else if (!open && opened.has(place)) {
      opened.get(place).remove();
      opened.delete(place);
    }
  }

  // --- What people do ------------------------------------------------------------------------------

  for (const head of table.tHead.rows[0].cells) {
    const button = make('button', { type: 'button' }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const key = head.dataset.sort;
      const first = !rising.includes(key);
      if (state.sort !== key) Object.assign(state, { sort: key, falling: first });
      else if (state.falling === first) state.falling = !first;
      else state.sort = null;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      if (state.sort !== null) head.setAttribute('aria-sort', state.falling ? 'descending' : 'ascending');
      state.limit = PAGE;
      show();
    });
  }

  function offer(name, choices) {
    const select = form.elements.namedItem(name);
    select.append(...choices.map(([value, text]) => make('option', { value }, text)));
  }
  const there = (field) => new Set(rows.flatMap((row) => row[field]));
  const [theirTeams, theirKinds, theirStandings] = [there(TEAMS), there(KIND), there(STANDING)];
  offer('team', teams.map((name, team) => [team, name]).filter(([team]) => theirTeams.has(team))
    .sort((one, other) => compare(one[1], other[1])));
  offer('kind', kinds.map((word, kind) => [kind, word]).filter(([kind]) => theirKinds.has(kind)));
  const built = [...theirStandings].some((standing) => standing < 3) ? [[BUILT, 'to build']] : [];
  offer('verdict', [...built, ...standings.map((standing, number) => [number, standing[WORD]])
    .filter(([number]) => theirStandings.has(number))]);

  const filter = () => { state.limit = PAGE; show(); };
  let waiting = 0;
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 60); });
  form.addEventListener('reset', () => { clearTimeout(waiting); waiting = setTimeout(filter); });
  form.addEventListener('submit', (event) => { event.preventDefault(); filter(); });

  more.addEventListener('click', () => { state.limit += PAGE; show(); });
  at('ranking-all').addEventListener('click', () => { state.limit = rows.length; show(); });

  table.addEventListener('click', (event) => {
    const button = event.target.closest('.open');
    if (button) toggle(Number(button.dataset.place), button.getAttribute('aria-expanded') !== 'true');
  });

  /** Opens the request that is named behind the #, so that a link to the file can point at it. */
  function follow() {
    if (!location.hash.startsWith(PREFIX)) return;
    let id;
    try { id = decodeURIComponent(location.hash.slice(PREFIX.length)); } catch { return; }
    const place = rows.findIndex((row) => row[ID] === id);
    if (place < 0) return;
    form.reset();
    clearTimeout(waiting);
    Object.assign(state, { sort: null, limit: Math.max(state.limit, place + 1) });
    show();
    toggle(place, true);
    rowOf(place).scrollIntoView({ block: 'start' });
    rowOf(place).querySelector('.open').focus({ preventScroll: true });
  }

  // --- The dots of score against effort say which request they are ---------------------------------

  const plot = document.querySelector('#chart-score > svg');
  if (plot) {
    const { least, most, weeks, top, high } =
      Object.fromEntries(Object.entries(plot.dataset).map(([name, value]) => [name, Number(value)]));
    const near = make('p', { class: 'near quiet', 'aria-hidden': 'true' }, 'Point at a dot to see which request it is.');
    plot.after(near);
    let found = null;
    plot.addEventListener('pointermove', (event) => {
      const box = plot.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      let [nearest, closest] = [null, 15 ** 2];
      rows.forEach((row, place) => {
        if (row[SCORE] === null) return;
        const across = (row[WEEKS] / weeks) * box.width - x;
        const down = top + ((most - row[SCORE]) / (most - least)) * high - y;
        const distance = across ** 2 + down ** 2;
        if (distance < closest) [nearest, closest] = [place, distance];
      });
      if (nearest === found || nearest === null) return;
      found = nearest;
      const row = rows[found];
      near.replaceChildren(make('b', {}, make('bdi', {}, row[ID])), ' ', make('bdi', {}, row[TITLE]),
        `: ${short(row[SCORE])} points for ${short(row[WEEKS])} weeks, ${standings[row[STANDING]][WORD]}. Click to open it.`);
    });
    plot.addEventListener('click', () => {
      if (found !== null) location.hash = PREFIX + encodeURIComponent(rows[found][ID]);
    });
  }

  // Only what can be moved sideways needs to be reached by keyboard.
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const box of document.querySelectorAll('.scroll')) reach.observe(box);

  for (const element of document.querySelectorAll('[data-script]')) element.hidden = false;
  show();
  follow();
  addEventListener('hashchange', follow);
})();
