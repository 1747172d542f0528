// Autosave for a <form data-autosave="address">. Without this file the form is saved by its buttons, as ever.
// It posts what was typed after a pause and on leaving, never overwrites (409), and never loses what is in the boxes.
const PAUSE = 2500
const AGAIN = 20000

class Autosave {
  constructor (form) {
    this.form = form
    this.url = form.dataset.autosave
    this.status = form.querySelector('[data-autosave-status]')
    this.others = form.querySelector('[data-autosave-others]')
    this.signIn = form.querySelector('[data-autosave-sign-in]')
    this.saved = this.typed()
    this.running = null
    this.stopped = false
    this.signedOut = false
    this.leaving = false
    form.addEventListener('input', () => this.wait(PAUSE))
    form.addEventListener('change', () => this.wait(PAUSE))
    form.addEventListener('submit', event => this.submitted(event))
    document.addEventListener('visibilitychange', () => this.seen())
    window.addEventListener('pagehide', () => this.save(true))
    window.addEventListener('beforeunload', event => this.left(event))
    this.tell({ open: '1' })
  }

  // Only what people type: revision, fingerprint and keys change by themselves.
  typed () {
    const hidden = new Set([...this.form.querySelectorAll('input[type="hidden"]')].map(input => input.name))
    const pairs = [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && !hidden.has(name))
    return new URLSearchParams(pairs).toString()
  }

  wait (time) {
    clearTimeout(this.timer)
    if (!this.stopped && !this.leaving) this.timer = setTimeout(() => this.save(), time)
  }

  get isDirty () {
    return this.typed() !== this.saved
  }

  save (keepalive = false) {
    if (this.running || this.stopped || this.leaving || this.signedOut || !this.isDirty) return this.running
    clearTimeout(this.timer)
    this.running = this.post(keepalive).finally(() => {
      this.running = null
      if (this.isDirty && !this.signedOut) this.wait(AGAIN)
    })
    return this.running
  }

  async post (keepalive, again = false) {
    const sent = this.typed()
    const body = new URLSearchParams([...new FormData(this.form)].filter(pair => typeof pair[1] === 'string'))
    try {
      const answer = await fetch(this.url, { method: 'POST', body, keepalive, redirect: 'manual' })
      if (answer.type === 'opaqueredirect') return this.ask()
      if (answer.status === 403 && !again && await this.renewed()) return this.post(keepalive, true)
      if (this.signedOut) return
      if (answer.status === 403 || answer.status === 404) return this.stop(this.status.dataset.closed)
      const told = await answer.json()
      if (!answer.ok) return this.stop(told.words)
      this.saved = sent
      this.took(told)
    } catch {
      this.say(this.status.dataset.offline, true)
    }
  }

  // A page that is only opened tells colleagues that somebody is here.
  async tell (more) {
    const body = new URLSearchParams({ ...more, csrfmiddlewaretoken: this.box('csrfmiddlewaretoken').value })
    try {
      const answer = await fetch(this.url, { method: 'POST', body, redirect: 'manual' })
      if (answer.ok) this.meet((await answer.json()).others)
    } catch {}
  }

  took (told) {
    this.put('revision', told.revision)
    this.put('seen', told.seen)
    for (const [name, key] of Object.entries(told.keys)) this.put(name, key)
    this.meet(told.others)
    this.say(told.words, false)
  }

  // Not `form.elements`: a form may have boxes of that name, and then it means those.
  box (name) {
    return this.form.querySelector(`[name="${CSS.escape(name)}"]`)
  }

  put (name, value) {
    const box = this.box(name)
    if (box) box.value = value
  }

  meet (words) {
    this.others.textContent = words
    this.others.hidden = !words
  }

  // After a new sign-in the old token of the form no longer counts: ask for a fresh one.
  async renewed () {
    const answer = await fetch(this.url, { redirect: 'manual' })
    if (answer.type === 'opaqueredirect') this.ask()
    if (!answer.ok) return false
    this.put('csrfmiddlewaretoken', (await answer.json()).token)
    return true
  }

  ask () {
    this.signedOut = true
    this.signIn.hidden = false
    this.say(this.status.dataset.signedOut, true)
  }

  async seen () {
    if (document.visibilityState === 'hidden') return this.save(true)
    if (!this.signedOut) return
    try {
      if (!await this.renewed()) return
      this.signedOut = false
      this.signIn.hidden = true
      this.save()
    } catch {}
  }

  // The buttons wait for an autosave on its way, so that nobody meets their own words as somebody else's.
  submitted (event) {
    clearTimeout(this.timer)
    if (this.running && !this.leaving) {
      event.preventDefault()
      const button = event.submitter
      this.running.finally(() => this.form.requestSubmit(button))
      return
    }
    this.leaving = true
  }

  // Words that could not be saved: the browser asks before it drops them.
  left (event) {
    if (!this.leaving && (this.signedOut || this.stopped) && this.isDirty) event.preventDefault()
  }

  stop (words) {
    this.stopped = true
    this.say(words, true)
  }

  say (words, isTrouble) {
    this.status.textContent = words
    this.status.classList.toggle('bad', isTrouble)
  }
}

for (const form of document.querySelectorAll('form[data-autosave]')) new Autosave(form)
