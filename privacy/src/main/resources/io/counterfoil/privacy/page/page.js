// Shows the part of the page that is wanted now. All texts are in the page, in its language.
const language = document.documentElement.lang;
const base = location.pathname.replace(/\/$/, '');
const part = (id) => document.getElementById(id);
const sections = ['ask', 'asked', 'confirm', 'enter', 'state', 'broken'];
const visitKey = 'visit ' + base;
let link = '';
let again;

function show(id) {
  for (const section of sections) part(section).hidden = section !== id;
  part('trouble').hidden = true;
  part(id).querySelector('h1').focus();
}

async function call(what, body) {
  return fetch(`${base}/${what}`, {
    method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, credentials: 'omit',
  });
}

/** Does one thing at a time; what goes wrong on the way is told in one sentence. */
async function attempt(button, work) {
  button.disabled = true;
  part('trouble').hidden = true;
  try {
    await work();
  } catch {
    part('trouble').hidden = false;
  } finally {
    button.disabled = false;
  }
}

function day(id, moment) {
  const time = part(id);
  time.dateTime = moment ?? '';
  time.textContent = moment ? new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(moment)) : '';
}

function size(bytes) {
  const unit = bytes < 1e6 ? 'kilobyte' : 'megabyte';
  const count = Math.max(1, bytes / (bytes < 1e6 ? 1e3 : 1e6));
  return '(' + new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(count) + ')';
}

function render(state) {
  for (const text of document.querySelectorAll('[data-when]')) {
    const words = text.dataset.when.split(' ');
    text.hidden = !(words.includes(state.status) && (words.includes('any') || words.includes(state.type)));
  }
  const ended = ['completed', 'refused', 'cancelled'].includes(state.status);
  day('received-at', state.received_at);
  day('due-at', state.due_at);
  day('ended-at', state.ended_at);
  part('due').hidden = ended;
  const marks = { received: 'past', confirmed: 'past', done: state.status === 'completed' ? 'past' : ended ? 'failed' : 'now' };
  for (const step of document.querySelectorAll('[data-step]')) step.className = marks[step.dataset.step];
  part('deferred').hidden = !state.deferred_until || ended;
  day('deferred-until', state.deferred_until);
  part('extended').hidden = !state.extension_reason || ended;
  part('extension-reason').textContent = state.extension_reason ?? '';
  part('refusal').hidden = !state.refusal;
  part('refusal-reason').textContent = state.refusal?.reason ?? '';
  const there = state.copy && !state.copy.fetched;
  part('copy').hidden = !there;
  part('copy-gone').hidden = there || !(state.status === 'completed' && ['access', 'portability'].includes(state.type));
  if (there) {
    part('copy-size').textContent = size(state.copy.size);
    day('copy-until', state.copy.expires_at);
  }
  part('withdraw').hidden = !state.can_be_withdrawn;
  clearTimeout(again);
  if (!ended) again = setTimeout(refresh, 2000);
}

async function refresh() {
  try {
    const answer = await call('state', { visit: sessionStorage.getItem(visitKey) });
    if (answer.ok) render(await answer.json());
    else leave();
  } catch {
    again = setTimeout(refresh, 10000);
  }
}

function leave() {
  sessionStorage.removeItem(visitKey);
  show('ask');
}

async function open(button) {
  await attempt(button, async () => {
    const answer = await call('open', { link });
    if (answer.status >= 500 || answer.status === 429) throw new Error();
    if (!answer.ok) return show('broken');
    const { visit, state } = await answer.json();
    sessionStorage.setItem(visitKey, visit);
    render(state);
    show('state');
  });
}

part('ask-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const email = part('email');
  const valid = email.checkValidity();
  email.setAttribute('aria-invalid', String(!valid));
  part('email-error').hidden = valid;
  if (!valid) return email.focus();
  await attempt(event.submitter, async () => {
    const type = event.target.elements.type.value;
    const answer = await call('ask', { type, email: email.value.trim(), language });
    if (answer.status === 400) {
      email.setAttribute('aria-invalid', 'true');
      part('email-error').hidden = false;
      return email.focus();
    }
    if (!answer.ok) throw new Error();
    show('asked');
  });
});

part('confirm-button').addEventListener('click', (event) => open(event.currentTarget));
part('enter-button').addEventListener('click', (event) => open(event.currentTarget));
part('again-button').addEventListener('click', () => show('ask'));

part('withdraw-button').addEventListener('click', (event) => attempt(event.currentTarget, async () => {
  const answer = await call('withdraw', { visit: sessionStorage.getItem(visitKey) });
  if (answer.status === 409) return refresh();
  if (!answer.ok) throw new Error();
  render(await answer.json());
  part('state-title').focus();
}));

part('copy-button').addEventListener('click', (event) => attempt(event.currentTarget, async () => {
  const answer = await call('copy', { visit: sessionStorage.getItem(visitKey) });
  if (answer.status === 410) return refresh();
  if (!answer.ok) throw new Error();
  const file = document.createElement('a');
  file.href = URL.createObjectURL(await answer.blob());
  file.download = 'my-data.zip';
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  await refresh();
}));

for (const other of document.querySelectorAll('nav a')) {
  if (other.hreflang === language) other.setAttribute('aria-current', 'true');
}

// The secret of a link leaves the address bar and the history before anything else happens.
const [kind, secret] = location.hash.slice(1).split('=');
if (secret && (kind === 'confirm' || kind === 'open')) {
  link = secret;
  history.replaceState(null, '', location.pathname + location.search);
  show(kind === 'confirm' ? 'confirm' : 'enter');
} else if (sessionStorage.getItem(visitKey)) {
  show('state');
  refresh();
}
