// City type-ahead. Makes a combobox of each <input data-places-url>; without this file the input is a plain text field.
// data-places-target: id of a hidden input for the GeoNames id; data-places-none, data-places-found: words for screen readers.
const WAIT = 150
const SHORTEST = 2

function element (tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

class Picker {
  constructor (input) {
    this.input = input
    this.target = document.getElementById(input.dataset.placesTarget)
    this.places = []
    this.active = -1
    this.id = `${input.id || input.name}-places`
    this.list = element('ul', { role: 'listbox', id: this.id, 'aria-label': this.label(), hidden: '' })
    this.status = element('div', { role: 'status', class: 'vh' })
    const box = element('div', { class: 'pick' })
    input.replaceWith(box)
    box.append(input, this.list, this.status)
    const combobox = { role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id }
    for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value)
    input.addEventListener('input', () => this.typed())
    input.addEventListener('keydown', event => this.pressed(event))
    input.addEventListener('blur', () => this.close())
    // Keeps the focus in the input, so that a click on an option is not lost to blur.
    this.list.addEventListener('mousedown', event => event.preventDefault())
    this.list.addEventListener('click', event => this.choose([...this.list.children].indexOf(event.target.closest('li'))))
  }

  label () {
    return this.input.labels?.[0]?.textContent.trim() || this.input.name
  }

  typed () {
    if (this.target) this.target.value = ''
    clearTimeout(this.timer)
    this.request?.abort()
    const words = this.input.value.trim()
    if (words.length < SHORTEST) return this.close()
    this.timer = setTimeout(() => this.ask(words), WAIT)
  }

  async ask (words) {
    this.request = new AbortController()
    const url = new URL(this.input.dataset.placesUrl, document.baseURI)
    url.searchParams.set('q', words)
    url.searchParams.set('limit', '8')
    try {
      const response = await fetch(url, { signal: this.request.signal, headers: { Accept: 'application/json' } })
      if (response.ok) this.show((await response.json()).results)
    } catch {
      this.close() // typing goes on, or the network is away: the form still searches on the server
    }
  }

  show (places) {
    this.places = places
    this.active = -1
    this.list.replaceChildren(...places.map((place, index) => this.option(place, index)))
    this.open(places.length > 0)
    const { placesFound, placesNone } = this.input.dataset
    this.status.textContent = places.length ? `${places.length} ${placesFound || ''}` : placesNone || ''
  }

  option (place, index) {
    const local = place.name_local && place.name_local !== place.name ? ` (${place.name_local})` : ''
    const where = element('span', {}, [place.region, place.country].filter(Boolean).join(', '))
    return element('li', { role: 'option', id: `${this.id}-${index}`, 'aria-selected': 'false' }, place.name + local, where)
  }

  open (yes) {
    this.list.hidden = !yes
    this.input.setAttribute('aria-expanded', String(yes))
    if (!yes) this.input.removeAttribute('aria-activedescendant')
  }

  close () {
    clearTimeout(this.timer)
    this.request?.abort()
    this.active = -1
    this.status.textContent = ''
    this.open(false)
  }

  pressed (event) {
    if (event.isComposing || this.list.hidden) return
    const last = this.places.length - 1
    const moves = {
      ArrowDown: () => this.move(this.active < last ? this.active + 1 : 0),
      ArrowUp: () => this.move(this.active > 0 ? this.active - 1 : last),
      Escape: () => this.close(),
      Enter: () => this.choose(this.active)
    }
    if (!moves[event.key] || (event.key === 'Enter' && this.active < 0)) return
    event.preventDefault()
    moves[event.key]()
  }

  move (index) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false')
    this.active = index
    const option = this.list.children[index]
    option.setAttribute('aria-selected', 'true')
    option.scrollIntoView({ block: 'nearest' })
    this.input.setAttribute('aria-activedescendant', option.id)
  }

  choose (index) {
    const place = this.places[index]
    if (!place) return
    this.input.value = place.label
    if (this.target) this.target.value = place.geonames_id
    this.close()
    this.input.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

for (const input of document.querySelectorAll('input[data-places-url]')) new Picker(input)
